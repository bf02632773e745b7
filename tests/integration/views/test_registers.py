"""Registers: the table, what narrows it, its other shapes, and its cells."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from unittest.mock import patch

import pypdfium2 as pdfium
import pytest
from flask import Flask

from tests.assertions import assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Row
from webapp.registers import NAMES
from webapp.services import paging
from webapp.services.registering import counting, listing

ENDPOINTS = """\
# FEAT-001: Users

## API Endpoints

| Method | Endpoint | Description | Auth |
|--------|----------|-------------|------|
| GET | /api/v1/users | =SUM(A1), "all" | ✅ |
| DELETE | /api/v1/users/{id} | Forget *one* | ❌ |

## More Endpoints

| Method | Endpoint |
|--------|----------|
| PUT | /api/v2/keys |

```
GET /api/v1/health  Is it well?
```
"""
TASKS = "# Work\n\n## Implementation Order\n\n### Phase 1: Base\n\n- [x] Write it\n- [ ] Test it\n"
FILES = """\
# F

## Files to Create

| File | Action |
|---|---|
| src/main.py | Create |
| src/a/b.py | Create |
"""


@pytest.fixture
def endpoints(app: Flask) -> None:
    """A design with endpoints in two tables and in code."""
    make_design(ENDPOINTS, title="Users")


def keys(text: str) -> list[str]:
    """The designs of a table's rows, in order."""
    return re.findall(r'<tr class="row"\s+id="[^"]+"\s+data-of="([^"]+)"', text)


def line(text: str, words: str) -> str:
    """The one row of the table that holds these words."""
    rows = [each for each in re.findall(r"<tr class=.*?</tr>", text, re.DOTALL) if words in each]
    assert len(rows) == 1
    return rows[0]


@pytest.mark.usefixtures("endpoints")
def test_the_twelve_are_listed_with_their_counts(as_reader: Browser) -> None:
    text = assert_page(as_reader.get("/registers"))
    found = re.findall(r'<a href="/registers/(\w+)">\w+</a>\s*<span>(\d+)</span>', text)
    assert [name for name, _ in found] == list(NAMES)
    assert dict(found)["endpoints"] == "4"
    assert dict(found)["tasks"] == "0"


@pytest.mark.parametrize(
    "address", ["/registers", "/registers/tasks", "/registers/tasks.csv", "/registers/x"]
)
def test_a_stranger_signs_in_first(as_stranger: Browser, address: str) -> None:
    answer = as_stranger.get(address)
    assert answer.status_code == 303
    assert "/login" in answer.headers["Location"]


@pytest.mark.parametrize(
    "address", ["/registers/nothing", "/registers/nothing.csv", "/registers/nothing/print"]
)
def test_a_register_that_does_not_exist_is_missing(as_reader: Browser, address: str) -> None:
    assert_page(as_reader.get(address), 404)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_register_says_where_its_rows_come_from(as_reader: Browser, name: str) -> None:
    text = assert_page(as_reader.get(f"/registers/{name}"))
    assert "come from the designs themselves" in text


@pytest.mark.usefixtures("endpoints")
def test_a_cell_is_drawn_as_in_its_design_with_the_same_id(as_author: Browser) -> None:
    register, design = (
        assert_page(as_author.get(each)) for each in ("/registers/endpoints", "/designs/FEAT-001")
    )
    cells = re.findall(r'<td class="cell cell--\w+" id="row-\d+-c\d+".*?</td>', register, re.DOTALL)
    assert len(cells) == 2 * 4 + 2
    assert all(" ".join(cell.split()) in " ".join(design.split()) for cell in cells)


@pytest.mark.usefixtures("endpoints")
def test_a_row_leads_to_its_place_and_code_to_its_line(as_reader: Browser) -> None:
    text = assert_page(as_reader.get("/registers/endpoints"))
    row_id = db.session.scalar(db.select(Row.id).where(Row.source.contains("keys")))
    assert f'href="/designs/FEAT-001#row-{row_id}"' in line(text, "/api/v2/keys")
    assert re.search(r'href="/designs/FEAT-001\?line=1#block-\d+"', line(text, "/api/v1/health"))


@pytest.mark.usefixtures("endpoints")
def test_a_column_that_a_table_lacks_is_offered_and_without_scripts_a_way_to_it(as_author: Browser) -> None:
    text = line(assert_page(as_author.get("/registers/endpoints")), "/api/v2/keys")
    assert 'data-lacks="Description">+ Description</button>' in text
    assert re.search(r'<noscript><a href="/blocks/\d+">Add Auth</a></noscript>', text)
    assert "data-lacks" not in line(assert_page(as_author.get("/registers/endpoints")), "/api/v1/health")


@pytest.mark.usefixtures("endpoints")
def test_the_filter_asks_for_the_list_alone_and_gets_its_address(as_reader: Browser) -> None:
    answer = as_reader.get(
        "/registers/endpoints?q=&method=GET&auth=&status=&sort=&as=&prefix=",
        headers={"HX-Request": "true", "HX-Request-Type": "partial", "HX-Source": "form#filter"},
    )
    text = assert_piece(answer)
    assert answer.headers["HX-Replace-Url"] == "/registers/endpoints?method=GET"
    assert keys(text) == ["FEAT-001"] * 2
    assert "2 of 4 endpoints" in text
    assert "GET (2)" in text
    assert "DELETE (1)" in text


@pytest.mark.usefixtures("endpoints")
@pytest.mark.parametrize("query", ["status=Lost", "project=NOPE", "sort=colour", "as=cake", "auth=a%00b"])
def test_a_value_that_nobody_knows_is_left_out_with_a_sentence(as_reader: Browser, query: str) -> None:
    text = assert_page(as_reader.get(f"/registers/endpoints?{query}"))
    assert "it is left out." in text
    assert len(keys(text)) == 4


@pytest.mark.usefixtures("endpoints")
def test_a_value_that_no_row_has_leaves_nothing_and_says_so(as_reader: Browser) -> None:
    text = assert_page(as_reader.get("/registers/endpoints?method=FETCH"))
    assert "No endpoint matches" in text
    assert re.search(r'<option value="FETCH" selected>FETCH \(0\)</option>', text)


@pytest.mark.usefixtures("endpoints")
@pytest.mark.parametrize("typed", ["a%00b", "%ED%A0%80", "x" * 201])
def test_what_cannot_be_looked_for_is_refused_with_a_sentence(as_reader: Browser, typed: str) -> None:
    answer = as_reader.get(f"/registers/endpoints?q={typed}")
    assert answer.status_code in {200, 422}
    assert answer.status_code == 422 or "No endpoint matches" in answer.text


@pytest.mark.usefixtures("endpoints")
@pytest.mark.parametrize(
    "typed", ["'", '"', "%", "_", "\\", "AND (", "(" * 190, "=1+1", "OPS-306", "é", "in:cakes"]
)
def test_signs_of_any_language_are_ordinary_text(as_reader: Browser, typed: str) -> None:
    for address in ("/registers/endpoints", "/registers/endpoints.csv", "/registers/endpoints/counts"):
        assert as_reader.get(address, query_string={"q": typed}, buffered=True).status_code == 200


@pytest.mark.usefixtures("endpoints")
def test_an_operator_that_means_nothing_here_says_so(as_reader: Browser) -> None:
    text = assert_page(as_reader.get("/registers/endpoints?q=in:tasks"))
    assert "does not narrow this list" in text
    assert keys(text) == []


@pytest.mark.usefixtures("endpoints")
def test_a_page_beyond_the_end_is_the_last_one(as_reader: Browser) -> None:
    with patch.object(listing, "PER_PAGE", 3), patch.object(paging, "PER_PAGE", 3):
        text = assert_page(as_reader.get("/registers/endpoints?page=99"))
        with patch.object(counting, "AT_ONCE", 1):
            large = assert_page(as_reader.get("/registers/endpoints?page=99"))
    assert len(keys(text)) == len(keys(large)) == 1
    assert "Page 2" in text
    assert 'href="/registers/endpoints"' in text


@pytest.mark.usefixtures("endpoints")
def test_a_large_register_is_counted_in_a_second_request(as_reader: Browser) -> None:
    with patch.object(counting, "AT_ONCE", 1):
        text = assert_page(as_reader.get("/registers/endpoints?method=GET"))
    assert 'hx-get="/registers/endpoints/counts?method=GET"' in text
    assert "2 of 4" not in text
    counts = assert_piece(as_reader.get("/registers/endpoints/counts?method=GET"))
    assert "2 of 4 endpoints" in counts
    assert "DELETE (1)" in counts


@pytest.mark.usefixtures("endpoints")
def test_rows_are_drawn_again_by_their_ids_alone(as_author: Browser) -> None:
    ids = db.session.scalars(db.select(Row.id).order_by(Row.id)).all()
    page = assert_page(as_author.get("/registers/endpoints"))
    query = "&".join(["row=0", "row=x", "row=99999999999999999999", f"row={ids[0]}"])
    roles = "&".join(f"role={role}" for role in ("method", "path", "description", "auth", "nonsense"))
    text = assert_piece(as_author.get(f"/registers/endpoints/rows?{query}&{roles}"))
    assert keys(text) == ["FEAT-001"]
    assert " ".join(line(text, "all").split()) == " ".join(line(page, "SUM").split())


@pytest.mark.usefixtures("endpoints")
def test_a_clash_stands_by_its_rows_with_its_sentence(as_reader: Browser) -> None:
    assert 'data-finding="clash"' not in assert_page(as_reader.get("/registers/endpoints"))
    make_design(
        "# B\n\n## Endpoints\n\n| Method | Endpoint | Auth |\n|---|---|---|\n"
        "| GET, DELETE | /api/v1/users/{key} | ✅ |\n",
        title="Beside",
    )
    text = assert_page(as_reader.get("/registers/endpoints"))
    for words in ("Forget", "{key}"):
        found = line(text, words)
        assert 'data-finding="clash"' in found
        assert re.search(r'href="/findings\?q=design:FEAT-00\d#clash-\d+"', found)
    assert 'data-finding="clash"' not in line(text, "SUM")


@pytest.mark.usefixtures("endpoints")
def test_a_list_for_spreadsheets_runs_nothing(as_reader: Browser) -> None:
    answer = as_reader.get("/registers/endpoints.csv?method=GET", buffered=True)
    assert answer.headers["Content-Disposition"] == "attachment; filename=endpoints.csv"
    assert answer.content_type == "text/csv; header=present; charset=utf-8"
    head, *lines = list(csv.reader(StringIO(answer.text, newline="")))
    assert head[:7] == ["design", "title", "status", "document", "row", "method", "path"]
    assert [each[:4] + each[5:8] for each in lines] == [
        ["FEAT-001", "Users", "Draft", "design", "GET", "/api/v1/health", "Is it well?"],
        ["FEAT-001", "Users", "Draft", "design", "GET", "/api/v1/users", '\'=SUM(A1), "all"'],
    ]


@pytest.mark.usefixtures("endpoints")
def test_a_list_for_programs_says_the_values_as_they_are(as_reader: Browser) -> None:
    answer = as_reader.get("/registers/endpoints.json?sort=-path", buffered=True)
    assert answer.headers["Content-Disposition"] == "attachment; filename=endpoints.json"
    facts = json.loads(answer.text)
    assert facts[0]["values"]["path"] == "/api/v2/keys"
    assert facts[-1] == {
        "design": "FEAT-001",
        "title": "Users",
        "status": "Draft",
        "document": "design",
        "row": None,
        "values": {"method": "GET", "path": "/api/v1/health", "description": "Is it well?"},
    }
    assert json.loads(as_reader.get("/registers/tasks.json", buffered=True).text) == []


@pytest.mark.usefixtures("endpoints")
def test_on_paper_the_list_is_the_same_and_nothing_can_be_edited(as_author: Browser) -> None:
    text = assert_page(as_author.get("/registers/endpoints/print?method=GET"))
    assert "2 of 4 endpoints" in text
    assert "<bdi>GET</bdi>" in text
    assert "data-lacks" not in text
    assert not re.search(r'id="row-\d+-c\d+"', text)
    assert len(keys(text)) == 2


@pytest.mark.usefixtures("endpoints")
def test_the_page_for_paper_is_a_pdf_as_well(as_reader: Browser) -> None:
    answer = as_reader.get("/registers/endpoints.pdf?method=GET")
    assert answer.headers["Content-Disposition"] == "attachment; filename=endpoints.pdf"
    text = pdfium.PdfDocument(answer.data)[0].get_textpage().get_text_range()
    assert "/api/v1/health" in text
    assert "/api/v2/keys" not in text
    assert_page(as_reader.get("/registers/nothing.pdf"), 404)


def test_tasks_show_how_much_is_done_by_design_and_phase(as_reader: Browser) -> None:
    make_design(TASKS, title="Work")
    text = assert_page(as_reader.get("/registers/tasks?as=progress"))
    assert "Phase 1: Base" in text
    assert text.count('<progress class="meter"') == 2
    assert "1/2" in text


def test_files_are_shown_as_a_tree_one_folder_at_a_time(as_reader: Browser) -> None:
    make_design(FILES)
    text = assert_page(as_reader.get("/registers/files?as=tree"))
    assert 'hx-get="/registers/files/branches?prefix=src&amp;as=tree"' in text
    assert "main.py" not in text
    below = assert_piece(as_reader.get("/registers/files/branches?prefix=src&as=tree"))
    assert re.findall(r"<bdi[^>]*>([^<]+)</bdi>", below) == ["a/", "main.py"]
    assert_page(as_reader.get("/registers/tasks/branches"), 404)


def test_a_look_at_a_register_writes_nothing(as_reader: Browser) -> None:
    make_design(ENDPOINTS + TASKS + FILES)
    before = database_digest()
    for name in NAMES:
        for rest in ("", "/print", ".csv", ".json", "/counts", "?as=tree", "?as=progress"):
            assert as_reader.get(f"/registers/{name}{rest}", buffered=True).status_code == 200
    assert database_digest() == before
