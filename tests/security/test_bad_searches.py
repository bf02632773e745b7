"""Whatever is asked of the search, of registers, of findings and of views is answered (S12, D4, D5)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask

from tests.assertions import database_digest
from tests.browser import Browser
from tests.factories import make_design
from webapp.registers import NAMES

TEXT = """\
# T

| Method | Path |
|---|---|
| GET | /a/b |
| GET/POST | |

- [ ] 100% of a_b \\\\ and "x"
"""
TYPED = [
    *(
        "AND (",
        '"',
        '""',
        "'",
        "%",
        "_",
        "\\",
        "NEAR(a b)",
        "a*",
        "^a",
        "{a b}: c",
        "-",
        "--",
        '-"',
        ":word0",
    ),
    *("in:nothing", "in:", "status:%", "owner:%", "project:__", "design:x", "is:", "http://x", "a:b:c"),
    *("design:FEAT-99999999999999999999", "FEAT-99999999999999999999", "FEAT-000000000000000000001"),
    *("in:endpoints in:tasks -in:tests", "\u0130", "\u0665", "\U0010ffff", "\ud7ff", "\ufdfa" * 200, "\x1f"),
    *("' OR 1=1 --", "%(x)s", "{0}", "$.x", "\u202e", "\u2028", "\ufb01" * 180, "-9" * 20, "webhok" * 30),
]
REFUSED = ["%00", "a%00b", "(" * 5000, "x" * 200_000, "%F0%9F%98%80" * 1_001]
"""As an address has them: no text can hold them, or they are too long."""
VALUES = [
    *(
        "%00",
        "%ED%A0%80",
        "%FF",
        "%zz",
        "'",
        "nothing",
        "9" * 19,
        "9" * 40,
        "-1",
        "0",
        "%D9%A3",
        "1_0",
        "--design",
    ),
    *("x" * 3000, "/", "..%2Fx", "FEAT-99999999999999999999", "none", "-", "999999", "1e9", "+5"),
]
FIELDS = (
    *("sort", "project", "status", "code", "design", "prefix", "method", "auth", "as", "row", "role", "list"),
    *("query", "document", "dismissed", "owner", "priority", "paper", "page", "action"),
)
TYPED_OVER = (
    "/search",
    "/search/typed",
    "/search/box",
    "/findings",
    "/findings/print",
    "/",
    "/registers/tasks",
)
REGISTERS = [f"/registers/endpoints{part}" for part in ("", "/print", ".csv", ".json", "/counts", "/rows")]
OTHERS = ["/registers/files/branches", "/registers/files?as=tree&a=b", "/registers/tasks?as=progress&a=b"]
BESIDE = ["/designs/FEAT-001/remarks", "/designs/FEAT-001/card", "/views/new", "/files", "/designs/bin"]


@pytest.fixture(autouse=True)
def design(as_reader: Browser) -> None:
    make_design(TEXT)


def answered(browser: Browser, address: str) -> int:
    answer = browser.piece("GET", address)
    assert answer.status_code < 500, (address[:200], answer.text[:500])
    for word in ("Traceback", "sqlite3", "psycopg", "syntax error", "fts5"):
        assert word not in answer.text, address[:200]
    return answer.status_code


@pytest.mark.parametrize("path", [*TYPED_OVER, *REGISTERS, *OTHERS, "/files", "/designs/bin"])
def test_what_is_typed_is_ordinary_text_or_refused_in_words(as_reader: Browser, path: str) -> None:
    join = "&" if "?" in path else "?"
    for typed in TYPED:
        assert answered(as_reader, f"{path}{join}q={quote(typed)}") in {200, 422}
        answered(as_reader, f"{path}{join}q={quote(f'a {typed} b')}")
    for typed in REFUSED:
        answer = as_reader.piece("GET", f"{path}{join}q={typed}")
        assert answer.status_code == 422, (path, typed[:40], answer.status_code)
        assert len(answer.text.split()) > 3
    answered(as_reader, f"{path}{join}q=a&q=%00")


@pytest.mark.parametrize("path", [*TYPED_OVER, *REGISTERS, *OTHERS, *BESIDE])
def test_no_part_of_an_address_breaks_a_list(as_reader: Browser, path: str) -> None:
    before = database_digest()
    join = "&" if "?" in path else "?"
    for field in FIELDS:
        for value in VALUES:
            answered(as_reader, f"{path}{join}{field}={value}")
        answered(as_reader, f"{path}{join}{field}=a&{field}=b")
    assert database_digest() == before


@pytest.mark.parametrize("said", ["sqlite3.OperationalError", "fts5: syntax error", "a fault"])
def test_a_list_that_breaks_or_tells_of_its_database_is_found(
    app: Flask, as_reader: Browser, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    assert answered(as_reader, "/search?q=a") == 200
    answer = (said, 500 if said == "a fault" else 200)
    monkeypatch.setitem(app.view_functions, "search.index", lambda: answer)
    with pytest.raises(AssertionError):
        answered(as_reader, "/search?q=a")


def missing() -> Iterator[str]:
    """Addresses of nothing."""
    for name in ("nothing", "Endpoints", "endpoints%00", "%ED%A0%80", "%FF", "a%2Fb", "x" * 3000):
        assert name not in NAMES
        yield from (f"/registers/{name}{part}" for part in ("", "/print", ".csv", ".json", ".pdf", "/counts"))
        yield from (f"/registers/{name}{part}" for part in ("/rows", "/branches"))
        yield f"/views/new?list={name}"
        yield f"/views/new?list=registers/{name}"
    for number in ("9" * 19, "9223372036854775808", "0", "01", "-1", "9" * 40, "%D9%A3", "1%00"):
        yield f"/views/{number}/deletion"
        yield f"/views/{number}/name"
        yield f"/designs/FEAT-{number if len(number) > 3 else '987'}/card"
        yield f"/designs/FEAT-{number if len(number) > 3 else '987'}/remarks"


def test_what_does_not_exist_is_missing(as_reader: Browser) -> None:
    for address in missing():
        assert answered(as_reader, address) in {404, 301}, address[:200]


@pytest.mark.parametrize(
    "number", ["9" * 19, "9223372036854775808", "0", "01", "-1", "9" * 40, "%D9%A3", "1%00"]
)
def test_what_is_no_id_is_dismissed_nowhere(as_reader: Browser, number: str) -> None:
    before = database_digest()
    for noun in ("findings", "clashes"):
        address = f"/{noun}/{number}/dismissal"
        sent = {"reason": "fine", "digest": "0" * 64}
        for method, path in (("POST", address), ("POST", f"{address}/deletion"), ("DELETE", address)):
            assert as_reader.piece(method, path, data=sent).status_code == 404
    assert as_reader.piece("POST", f"/views/{number}/deletion").status_code == 404
    assert database_digest() == before


@pytest.mark.parametrize(
    "sent",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "x" * 2_000},
        {"name": "a\0b"},
        {"name": "a\nb"},
        {"list": "nothing"},
        {"list": ""},
        {"list": "changes/FEAT-999"},
        {"list": "changes/\0"},
        {"project": "NONE"},
        {"project": "\0"},
        {"query": "&".join(f"a{number}=1" for number in range(200))},
        {"query": "q=" + "x" * 100_000},
        {"replacing": "x", "name": ""},
        {"person_id": "1"},
        {"id": "1"},
    ],
    ids=lambda sent: "-".join(f"{name}-{value[:8]!r}" for name, value in sent.items()),
)
def test_a_view_that_cannot_be_kept_is_not(as_reader: Browser, sent: dict[str, str]) -> None:
    before = database_digest()
    fields = {"list": "findings", "query": "q=a", "name": "Mine", "project": "", **sent}
    answer = as_reader.piece("POST", "/views", data=fields)
    assert answer.status_code in {404, 422}, answer.status_code
    assert database_digest() == before
