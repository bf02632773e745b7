"""One keep-alive connection, as a browser has it: what it asks for, and how long the answer takes."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

# What browsers say they read.
ACCEPTS = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept": "text/html,*/*;q=0.8"}
# What htmx 4 says when it asks for a part of a page.
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
# What can be searched as it comes.
PLAIN = {"Accept-Encoding": "identity"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
TIMEOUT = 120

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


class Refused(Exception):
    """A server answered something else than it should; nothing that it took may count."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, its body as it came over the wire, and how many seconds it took to have all of it."""

    status: int
    headers: HTTPMessage
    body: bytes
    seconds: float


class Client:
    """A connection to the server at `url`, opened when it is first used: a browser's, or a program's."""

    def __init__(self, url: str, cookie: str = "", *, token: str = "") -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)
        self._headers = ACCEPTS | ({"Cookie": cookie} if cookie else {})
        if token:
            self._headers |= {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for `path`. Raises Refused for every status but 200."""
        return self._ask("GET", path, None, headers or {}, 200)

    def post(self, path: str, values: Mapping[str, str], expected: int = 200) -> Answer:
        """Send a form. Raises Refused for every status but the one expected."""
        return self._ask("POST", path, urlencode(values), FORM, expected)

    def edit(self, method: str, path: str, values: Mapping[str, str], token: str) -> Answer:
        """Send what an editor in a page sends, under a name of its own. Raises Refused unless it is 200."""
        headers = FORM | PARTIAL | {"X-CSRFToken": token, "Idempotency-Key": str(uuid.uuid4())}
        return self._ask(method, path, urlencode(values), headers, 200)

    def patch(self, path: str, body: object) -> Answer:
        """Send JSON to the API. Raises Refused unless it is 200."""
        return self._ask("PATCH", path, json.dumps(body), JSON, 200)

    def close(self) -> None:
        """Close the connection; the next request would open it again."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str], expected: int
    ) -> Answer:
        try:
            answer, content, taken = self._exchange(method, path, body, headers)
        except (RemoteDisconnected, BrokenPipeError):
            # A server closes what was idle for long; a browser then opens another connection.
            self._connection.close()
            answer, content, taken = self._exchange(method, path, body, headers)
        if answer.status != expected:
            raise Refused(f"{method} {path} was answered {answer.status} instead of {expected}")
        return Answer(answer.status, answer.headers, content, taken)

    def _exchange(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, bytes, float]:
        began = time.perf_counter()
        self._connection.request(method, path, body, {**self._headers, **headers})
        answer = self._connection.getresponse()
        content = answer.read()
        return answer, content, time.perf_counter() - began


def sign_in(url: str, email: str, password: str) -> str:
    """Sign in by the form, as a browser does. Returns the session's cookie."""
    form = Client(url).get("/login", PLAIN)
    values = {"csrf_token": form_token(form.body), "email": email, "password": password}
    return cookie_of(Client(url, cookie_of(form)).post("/login", values, 303))


def form_token(page: bytes) -> str:
    """The token that a form on this page carries. Raises Refused where there is none."""
    found = _TOKEN.search(page)
    if found is None:
        raise Refused("a page has no form with a token")
    return found[1].decode()


def cookie_of(answer: Answer) -> str:
    """The cookie that an answer sets, as a request sends it back."""
    return answer.headers["Set-Cookie"].partition(";")[0]
