"""The page of a design: its documents, drawn for the screen and for paper."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_page, assert_piece, database_digest, without_tokens
from tests.browser import Browser
from tests.factories import make_design, make_project
from tests.markup import by_class, text_of, tree
from tests.statements import statements
from webapp.config import ROOT
from webapp.extensions import db
from webapp.models import Person, Row

TEXT = """\
# FEAT-001: Payment webhooks - Technical Design

## Overview

Receive *events*; see FEAT-002.

## API design

### Endpoints

| Method | Endpoint | Description | Auth |
|:-------|----------|-------------|:----:|
| GET | `/api/v1/events` | List <b>all</b> | ✅ |
| PUT/PATCH | `/api/v1/events/{id}` | Change <script>alert(1)</script> | ❌ |
| ANY | /api/v1/x | _TBD_ | - |

## Security considerations

- [x] Input validation
- [ ] Rate limiting
  - by address
  - by account

    ```python
    LIMIT = 5
    ```

## Migration plan

1. Copy
2. Drop

---

<div align="center">as it is</div>

```
├── src/
│   └── [new_model].py
```
"""


def row_of(cell: str) -> Row:
    return next(row for row in db.session.scalars(db.select(Row)) if cell in row.cells.values())


def test_a_design_is_shown_with_its_title_block(as_reader: Browser, owner: Person) -> None:
    design = make_design(TEXT, title="Payment webhooks", owner=owner, status="In review", priority="P1")
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    assert "<title>FEAT-001 Payment webhooks · Designbook</title>" in page
    (block,) = by_class(page, "titleblock")
    shown = text_of(block)
    for words in ("FEAT-001", "Payment webhooks", "In review", owner.name, "P1"):
        assert words in shown
    assert f"{design.updated_at.day} {design.updated_at:%b %Y}" in shown
    assert re.search(r"Revision [0-9a-f]{7}$", shown)


def test_the_title_stands_in_the_title_block_alone(as_reader: Browser) -> None:
    make_design(TEXT, title="Payment webhooks", documents={"tasks": "# Tasks of FEAT-001\n\n## A\n\n## B\n"})
    headings = [text_of(each) for each in tree(as_reader.get("/designs/FEAT-001").text).iter("h2")]
    assert headings[:2] == ["Overview #", "API design #"]
    other = tree(as_reader.get("/designs/FEAT-001/documents/tasks").text)
    assert [text_of(each) for each in other.iter("h1")] == ["Payment webhooks"]
    assert [text_of(each) for each in other.iter("h2")][:3] == ["Tasks of FEAT-001 #", "A #", "B #"]


def test_every_row_of_a_table_has_its_cells_and_a_link_to_itself(as_reader: Browser) -> None:
    make_design(TEXT)
    page = as_reader.get("/designs/FEAT-001").text
    row = row_of("GET")
    (drawn,) = [each for each in tree(page).iter("tr") if each.get("id") == f"row-{row.id}"]
    cells = list(drawn.iter("td"))
    assert [text_of(cell) for cell in cells] == ["# GET", "/api/v1/events", "List all", "✅"]
    assert [cell.get("class") for cell in cells] == [
        "cell cell--method align-left",
        "cell cell--path",
        "cell cell--description",
        "cell cell--auth align-center",
    ]
    (link,) = drawn.iter("a")
    assert link.get("href") == f"#row-{row.id}"
    assert link.get("aria-label") == "Link to this row"


def test_methods_are_badges_and_what_is_none_stays_text(as_reader: Browser) -> None:
    make_design(TEXT)
    page = as_reader.get("/designs/FEAT-001").text
    assert [text_of(badge) for badge in by_class(page, "verb")] == ["GET", "PUT", "PATCH"]
    assert "ANY" in text_of(by_class(page, "cell--method")[-1])


def test_signs_placeholders_and_keys_are_drawn(as_reader: Browser) -> None:
    make_design(TEXT)
    page = as_reader.get("/designs/FEAT-001").text
    assert [sign.get("title") for sign in by_class(page, "sign")] == ["yes", "no"]
    assert [text_of(each) for each in by_class(page, "placeholder")] == ["TBD", "[new_model]"]
    assert [link.get("href") for link in by_class(page, "key")] == ["/designs/FEAT-002"]


def test_what_a_person_wrote_is_inert(as_reader: Browser) -> None:
    make_design(TEXT)
    page = as_reader.get("/designs/FEAT-001").text
    assert "Change &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page
    drawn = [each for each in by_class(page, "cell") if each.tag in {"th", "td"}]
    assert drawn
    assert all(each.get("hx-ignore") is not None for each in drawn)
    for name in ("item__body", "fence", "asis", "divider"):
        drawn = by_class(page, name)
        assert drawn
        assert all(each.get("hx-ignore") is not None for each in drawn)
    assert by_class(page, "prose")[0].get("hx-ignore") is not None


def test_a_hostile_heading_is_text_everywhere(as_reader: Browser) -> None:
    hostile = '<script>alert(1)</script> "onfocus="alert(1)'
    make_design(f"# T\n\n## {hostile}\n\n| a |\n|---|\n| b |\n\n## Next\n", title=hostile)
    for path in ("/designs/FEAT-001", "/designs/FEAT-001/print"):
        page = assert_page(as_reader.get(path))
        assert "<script>" not in page
        assert [each for each in tree(page).iter() if each.get("onfocus")] == []
        assert [each.get("aria-label") for each in tree(page).iter() if each.tag in {"table", "div"}].count(
            f"Table: {hostile}"
        ) == 1


def test_a_checklist_says_what_is_done_and_keeps_what_stands_below_an_item(as_reader: Browser) -> None:
    make_design(TEXT)
    page = as_reader.get("/designs/FEAT-001").text
    (checklist,) = by_class(page, "checklist")
    items = [each for each in checklist.iter("li") if each.get("id")]
    assert [(each.get("class") or "").split()[2:] for each in items] == [
        ["item--check", "depth-0"],
        ["item--check", "depth-0"],
        ["item--bullet", "depth-1"],
        ["item--bullet", "depth-1"],
    ]
    boxes = [each.get("aria-checked") for each in checklist.iter() if each.get("role") == "checkbox"]
    assert boxes == ["true", "false"]
    assert "LIMIT = 5" in text_of(items[3])
    assert all(next(each.iter("a")).get("href") == f"#{each.get('id')}" for each in items)


def test_steps_keep_the_numbers_that_were_written(as_reader: Browser) -> None:
    make_design("# T\n\n7. Copy\n8. Drop\n   - nothing\n")
    page = as_reader.get("/designs/FEAT-001").text
    assert [text_of(each) for each in by_class(page, "item__number")] == ["7.", "8."]
    assert len(by_class(page, "item--bullet")) == 1


def test_drawings_dividers_and_raw_text_are_drawn(as_reader: Browser) -> None:
    make_design(TEXT)
    page = as_reader.get("/designs/FEAT-001").text
    assert "├── src/" in text_of(by_class(page, "drawing")[0])
    (raw,) = by_class(page, "asis")
    assert text_of(raw) == 'Shown as it is written: HTML <div align="center">as it is</div>'
    assert len(list(by_class(page, "divider")[0].iter("hr"))) == 1


def test_the_contents_say_what_is_left(as_reader: Browser) -> None:
    make_design(TEXT)
    outline = by_class(as_reader.get("/designs/FEAT-001").text, "outline")[0]
    said = {text_of(link) for link in outline.iter("a")}
    assert said == {
        "Overview",
        "API design 1 TBD, 1 undecided",
        "Security considerations 1/2, 1 of 2 done",
        "Migration plan",
    }


def test_the_contents_say_when_nothing_is_left(as_reader: Browser) -> None:
    make_design("# T\n\n## A\n\n- [x] a\n\n### Under A\n\n- [x] b\n\n## B\n")
    outline = by_class(as_reader.get("/designs/FEAT-001").text, "outline")[0]
    assert [text_of(link) for link in outline.iter("a")] == ["A ✓, all 2 done", "B"]


def test_the_contents_leave_out_what_is_the_title_of_a_document(as_reader: Browser) -> None:
    tasks = "# Tasks\n\n## Phase 1\n\n### Models\n\n- [ ] a\n\n## Phase 2\n"
    make_design(TEXT, documents={"tasks": tasks, "spec": "# One\n\n## Under\n\n# Two\n"})
    for name, chapters in (("tasks", ["Phase 1 0/1, 0 of 1 done", "Phase 2"]), ("spec", ["One", "Two"])):
        outline = by_class(as_reader.get(f"/designs/FEAT-001/documents/{name}").text, "outline")[0]
        assert [text_of(link) for link in outline.iter("a")] == chapters


def test_a_design_with_one_section_needs_no_contents(as_reader: Browser) -> None:
    make_design("# T\n\n## Only\n")
    assert by_class(as_reader.get("/designs/FEAT-001").text, "outline") == []


def test_the_rail_counts_what_the_design_states(as_reader: Browser) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n\n## Phase 1\n\n- [x] a\n- [ ] b\n"})
    rail = text_of(by_class(as_reader.get("/designs/FEAT-001").text, "rail")[0])
    assert "Tasks done1 of 2" in rail
    assert "Endpoints 4" in rail
    assert "design.md" in rail
    assert "tasks.md" in rail


def test_documents_are_tabs_where_there_is_more_than_one(as_reader: Browser) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n", "a b?": "# Odd\n"})
    page = assert_page(as_reader.get("/designs/FEAT-001/documents/tasks"))
    (tabs,) = by_class(page, "tabs")
    *links, new = tabs.iter("a")
    assert new.get("href") == "/designs/FEAT-001/documents"
    assert [(text_of(link), link.get("aria-current")) for link in links] == [
        ("design", None),
        ("tasks", "page"),
        ("a b?", None),
    ]
    assert [link.get("href") for link in links][:2] == [
        "/designs/FEAT-001",
        "/designs/FEAT-001/documents/tasks",
    ]
    assert "Title · a b?" in assert_page(as_reader.get(links[2].get("href") or ""))
    make_design(TEXT)
    assert by_class(as_reader.get("/designs/FEAT-002").text, "tabs") == []


def test_every_file_and_the_print_view_are_offered(as_reader: Browser) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n"})
    page = as_reader.get("/designs/FEAT-001/documents/tasks").text
    links = {link.get("href") for link in tree(page).iter("a")}
    offered = {"/designs/FEAT-001.md", "/designs/FEAT-001/tasks.md", "/designs/FEAT-001/print?document=tasks"}
    assert offered <= links
    for address in offered:
        assert as_reader.get(address).status_code == 200
    assert as_reader.get("/designs/FEAT-001.md").data == TEXT.encode()


def test_a_files_size_stands_beside_it_in_words(as_reader: Browser) -> None:
    make_design("# T\n" + "word\n" * 1_259, documents={"tasks": "# Tasks\n"})
    page = as_reader.get("/designs/FEAT-001").text
    assert [text_of(size) for size in by_class(page, "panel__size")] == ["6.3 kB", "8 bytes"]


def test_a_partial_request_gets_the_sheet_alone(as_reader: Browser) -> None:
    make_design(TEXT)
    piece = assert_piece(as_reader.piece("GET", "/designs/FEAT-001"))
    assert '<article class="sheet"' in piece


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/designs/feat-1", "/designs/FEAT-001"),
        ("/designs/FEAT-0001", "/designs/FEAT-001"),
        ("/designs/Feat-001/documents/tasks", "/designs/FEAT-001/documents/tasks"),
        ("/designs/feat-001/print?document=tasks", "/designs/FEAT-001/print?document=tasks"),
        (
            "/designs/feat-1?key=x&_external=1&_scheme=evil",
            "/designs/FEAT-001?key=x&_external=1&_scheme=evil",
        ),
        ("/designs/feat-999", "/designs/FEAT-999"),
    ],
)
def test_a_key_has_one_spelling(as_reader: Browser, asked: str, answered: str) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n"})
    answer = as_reader.get(asked)
    assert answer.status_code == 301
    assert answer.location == answered


@pytest.mark.parametrize(
    "path",
    [
        "/designs/FEAT-002",
        "/designs/FEAT-000",
        "/designs/NONE-001",
        "/designs/FEAT-999999999",
        "/designs/FEAT-001/documents/spec",
        "/designs/FEAT-003",
    ],
)
def test_what_is_not_there_or_in_the_bin_is_missing(as_reader: Browser, path: str) -> None:
    make_design(TEXT)
    make_design(TEXT, number=3, deleted=True)
    assert_page(as_reader.get("/designs/FEAT-001"))
    missing = assert_page(as_reader.get(path), 404)
    nothing = assert_page(as_reader.get("/designs/NONE-777"), 404)
    assert without_tokens(missing) == without_tokens(nothing)


def test_a_stranger_is_sent_to_sign_in_whether_it_exists_or_not(as_stranger: Browser) -> None:
    make_design(TEXT)
    for path in ("/designs/FEAT-001", "/designs/FEAT-777", "/designs/feat-1", "/designs/FEAT-001/print"):
        answer = as_stranger.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/login?next=")


@pytest.mark.parametrize("path", ["/designs/FEAT-001", "/designs/FEAT-001/documents/tasks"])
def test_a_page_takes_the_same_queries_whatever_the_document(as_reader: Browser, path: str) -> None:
    counts = []
    for sections, rows in ((1, 5), (10, 50)):
        table = "| Method | Path |\n|---|---|\n" + "".join(
            f"| GET | /a/{number} |\n" for number in range(rows)
        )
        text = "# T\n\n" + "".join(f"## S{number}\n\n{table}\n- [ ] a\n\n" for number in range(sections))
        make_design(text, documents={"tasks": text})
    for key in ("FEAT-001", "FEAT-002"):
        with statements() as queries:
            assert_page(as_reader.get(path.replace("FEAT-001", key)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_reading_writes_nothing(as_reader: Browser) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n"})
    before = database_digest()
    for path in ("/designs/FEAT-001", "/designs/FEAT-001/documents/tasks"):
        assert_page(as_reader.get(path))
    assert database_digest() == before


def test_a_new_project_makes_its_keys_links(as_reader: Browser) -> None:
    make_design("# T\n\nSee PAY-001.\n")
    assert by_class(as_reader.get("/designs/FEAT-001").text, "key") == []
    make_project("PAY", "Payments")
    assert [link.get("href") for link in by_class(as_reader.get("/designs/FEAT-001").text, "key")] == [
        "/designs/PAY-001"
    ]


def test_the_template_that_ships_is_drawn(as_reader: Browser) -> None:
    make_design((ROOT / "templates" / "design.md").read_text(), title="From the template")
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    assert len(by_class(page, "section")) > 25
    assert "[Brief technical overview" in text_of(by_class(page, "placeholder")[0])


def test_a_contents_list_of_the_document_leads_to_its_headings(as_reader: Browser) -> None:
    design = make_design("# FEAT-001: T\n\n- [Goals](#goals)\n\n## Goals\n\n## Goals\n")
    page = as_reader.get(f"/designs/{design.key}").text
    assert 'href="#h-goals"' in page
    assert page.count('id="h-goals"') == page.count('id="h-goals-1"') == 1
