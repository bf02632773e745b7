"""docs/api.md is true: each of its examples is sent, in its order, to a server that runs.

The examples are `curl` commands. They are read by tests/documented.py and sent by Python’s HTTP client, so
that a machine without curl tests them just the same; what a printed answer stands for is said there, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.assertions import assert_json
from tests.documented import Answered, Asked, Example, Teller, commands_of, examples_of, read_curl
from tests.integration.api.conftest import ApiClient
from tests.serving import ROOT, run, running_server
from webapp.utils.openapi.reading import METHODS

PAGE = ROOT / "docs" / "api.md"
PRINTED_URL = "http://127.0.0.1:8000"
FIXED = {
    401: '{"error": "Unauthorized"}',
    404: '{"error": "Resource not found"}',
    500: '{"error": "Internal server error"}',
}
EXAMPLE = """
```sh
curl -i "$api/things/1" -H "$auth"
```

```http
HTTP/1.1 200 OK

{"id": 1}
```
"""


@pytest.fixture(scope="module")
def told() -> list[Example]:
    """The examples of the page."""
    return list(examples_of(PAGE))


def test_every_example_answers_what_the_page_says(told: list[Example], tmp_path: Path) -> None:
    data, last = tmp_path / "data", ""
    for words in commands_of(PAGE, "./designbook"):
        done = run(data, *words)
        assert done.returncode == 0, (words, done.stderr)
        last = done.stdout.splitlines()[-1]
    with running_server(data) as server:
        teller = Teller(
            {"api": f"{server.url}/api/v1", "auth": f"Authorization: Bearer {last}"},
            {PRINTED_URL: server.url},
        )
        assert [differs for example in told for differs in teller.try_out(example)] == []


def test_every_resource_has_an_example(app: Flask, told: list[Example]) -> None:
    assert resources_without_example(app, told) == []
    fewer = [each for each in told if "/views" not in each.command]
    assert resources_without_example(app, fewer) == ["views"]


def resources_without_example(app: Flask, told: list[Example]) -> list[str]:
    """The tags of the OpenAPI document of which no operation is called by an example."""
    document = json.loads(app.test_client().get("/api/v1/openapi.json").get_data())
    asked = [(each.method, each.path.partition("?")[0]) for each in map(request_of, told)]
    every, shown = set(), set()
    for path, item in document["paths"].items():
        shape = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
        for method in item.keys() & METHODS:
            every |= set(item[method]["tags"])
            if any(one == method.upper() and shape.fullmatch(other) for one, other in asked):
                shown |= set(item[method]["tags"])
    return sorted(every - shown)


def request_of(example: Example) -> Asked:
    return Teller({"api": f"{PRINTED_URL}/api/v1", "auth": "Authorization: Bearer x"}).read(example.command)


def test_the_four_errors_are_printed_byte_for_byte(told: list[Example]) -> None:
    page = PAGE.read_text("utf-8")
    for status, body in FIXED.items():
        assert f"\n{body}\n" in page, status
    printed = [each.answer for each in told if each.answer.status == 422]
    assert printed
    for each in printed:
        assert re.fullmatch(r'\{"error": "Invalid data", "details": \[\{.+\}\]\}\n', each.body)


def test_a_fault_of_ours_is_answered_as_the_page_says(
    app: Flask, as_reader_api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "api_people.show_me", fail)
    assert_json(as_reader_api.send("GET", "/people/me"), 500, FIXED[500])


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = PAGE.read_text("utf-8")
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in titles}
    links = re.findall(r"\]\(([^)]+)\)", prose)
    assert len(links) > 20
    for link in links:
        assert link[1:] in anchors if link.startswith("#") else (PAGE.parent / link).is_file(), link


@pytest.fixture
def teller() -> Iterator[Teller]:
    return Teller({"api": f"{PRINTED_URL}/api/v1", "auth": "Authorization: Bearer dbk_x"})


@pytest.mark.parametrize(
    ("printed", "answered", "differs"),
    [
        ('{"id": 1}\n', '{"id": 1}', False),
        ('{"id": 1}\n', '{"id":1}', True),
        ('{\n"id": 1}\n', '{"id":1}', False),
        ('{\n"id": 1}\n', '{"id": 2}', True),
        ('{\n"id": 1}\n', '{"id": true}', True),
        ('{\n"id": 1}\n', '{"id": 1, "name": "x"}', True),
        ('{\n"id": 1, …}\n', '{"id": 1, "name": "x"}', False),
        ('{\n"id": 1, "name": "x", …}\n', '{"id": 1}', True),
        ('{\n"items": [1, …]}\n', '{"items": [1, 2]}', False),
        ('{\n"items": [1]}\n', '{"items": [1, 2]}', True),
        ('{\n"text": "Two of…"}\n', '{"text": "Two of them"}', False),
        ('{\n"text": "Two of…"}\n', '{"text": "Three of them"}', True),
        ('{\n"at": "2026-11-23T19:14:43Z"}\n', '{"at": "2027-01-01T00:00:00Z"}', False),
        ('{\n"at": "2026-11-23T19:14:43Z"}\n', '{"at": "2027-01-01"}', True),
        ("# Trial\n", "# Trial", False),
        ("# Trial\n", "# Trials", True),
    ],
)
def test_an_answer_is_compared_by_these_rules(
    teller: Teller, printed: str, answered: str, *, differs: bool
) -> None:
    found = teller.compare(Answered(200, "OK", {}, printed), Answered(200, "OK", {}, answered))
    assert bool(found) is differs, found


def test_status_and_headers_are_compared_and_an_etag_is_remembered(teller: Teller) -> None:
    printed = Answered(201, "Created", {"ETag": '"1-aa"', "Location": "/api/v1/rows/1"}, "")
    answered = {"ETag": '"1-bb"', "Location": "/api/v1/rows/1"}
    assert teller.compare(printed, Answered(201, "Created", answered, "")) == []
    again = teller.read("""curl -i -X DELETE "$api/rows/1" -H 'If-Match: "1-aa"'""")
    assert again.headers["If-Match"] == '"1-bb"'
    for status, headers in ((200, answered), (201, {"ETag": '"1-bb"'}), (201, {"Location": "/x"})):
        assert teller.compare(printed, Answered(status, "Created", headers, "")) != []


def test_a_command_is_read_as_curl_reads_it(teller: Teller) -> None:
    read = teller.read('curl -i "$api/designs?q=a" -H "$auth" \\\n  --json \'{"title": "A b"}\'\n')
    assert (read.method, read.host, read.path) == ("POST", "127.0.0.1:8000", "/api/v1/designs?q=a")
    assert read.body == b'{"title": "A b"}'
    assert read.headers["Authorization"] == "Bearer dbk_x"
    assert read.headers["Content-Type"] == "application/json"
    with pytest.raises(ValueError, match="--fail"):
        read_curl("curl --fail http://127.0.0.1:8000/")


@pytest.mark.parametrize(
    ("was", "becomes"), [("```http", "```text"), ("```sh", "```text"), ("curl -i", "wget"), ("HTTP/1.1 ", "")]
)
def test_a_command_and_its_answer_stand_together(tmp_path: Path, was: str, becomes: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(EXAMPLE)
    [example] = examples_of(page)
    assert example.answer == Answered(200, "OK", {}, '{"id": 1}\n')
    page.write_text(EXAMPLE.replace(was, becomes))
    with pytest.raises(ValueError, match="answer"):
        list(examples_of(page))
