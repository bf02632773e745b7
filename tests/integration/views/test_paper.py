"""Pages for paper: a design or what is chosen of it, a hand-out, the list, and what runs along the head."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_page, assert_piece, database_digest, without_tokens
from tests.browser import Browser
from tests.factories import make_design, make_project
from tests.markup import by_class, text_of, tree
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Block, Document, Person, Project, Section
from webapp.models.types import utc_now
from webapp.services.projects import set_open_role
from webapp.services.transactions import transaction

TEXT = """\
# FEAT-001: Payment webhooks

Before all sections.

## Overview

Receive events; see [the guide](https://example.org/guide) and [it again](https://example.org/guide).

## API

### Endpoints

| Method | Path |
|---|---|
| GET | /things |

```
first = 1
second = 2
```

## Plan

### Phase 1

- [ ] Create models
- [x] Create routes
  - with tests
"""
TASKS = """\
# Tasks

## Phase A

1. Write it
2. Ship it

## Notes

Nothing.
"""


def paper(page: str) -> str:
    """What goes on paper: the page's main part."""
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert found
    return found[0]


def headings(page: str) -> list[str]:
    return [text_of(each).removesuffix(" #") for each in by_class(paper(page), "section__title")]


def section(title: str) -> int:
    found = db.session.scalar(db.select(Section.id).filter_by(title=title))
    assert found is not None
    return found


def ticked(page: str, name: str) -> list[str]:
    """The values of the boxes of this name that are ticked."""
    boxes = [each for each in tree(page).iter("input") if each.get("name") == name]
    return [each.get("value", "") for each in boxes if each.get("checked") is not None]


@pytest.fixture
def two_documents(owner: Person) -> None:
    """FEAT-001 with the documents `design` and `tasks`."""
    make_design(TEXT, title="Payment webhooks", owner=owner, status="In review", documents={"tasks": TASKS})


pytestmark = pytest.mark.usefixtures("two_documents")


def test_a_design_goes_on_paper_with_all_its_documents(as_reader: Browser, owner: Person) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001/print"))
    first, second = by_class(page, "titleblock")
    for words in ("FEAT-001", "Payment webhooks", "In review", owner.name, "Updated", "Created"):
        assert words in text_of(first)
    assert re.search(r"Revision [0-9a-f]{7}$", text_of(first))
    assert re.fullmatch(
        r"FEAT-001 Document of “Payment webhooks” tasks Updated .* Revision [0-9a-f]{7}", text_of(second)
    )
    assert headings(page) == ["Overview", "API", "Endpoints", "Plan", "Phase 1", "Tasks", "Phase A", "Notes"]
    assert page.count("<h1>") == 2


def test_a_further_document_begins_a_new_sheet(as_reader: Browser) -> None:
    sheets = by_class(as_reader.get("/designs/FEAT-001/print").text, "sheet")
    assert ["sheet--further" in (sheet.get("class") or "") for sheet in sheets] == [False, True]


def test_the_blocks_are_those_of_the_page_of_who_may_not_edit(as_reader: Browser) -> None:
    project = db.session.scalars(db.select(Project)).one()
    set_open_role(project, "reader", project.version)
    screen = as_reader.get("/designs/FEAT-001").text
    page = as_reader.get("/designs/FEAT-001/print?document=design&contents=no").text
    sheets = [re.search(r"<article.*?</article>", each, re.DOTALL) for each in (screen, page)]
    assert sheets[0]
    assert sheets[1]
    in_lines = re.sub(r'<span class="line">([^<]*)</span>', r"\1", sheets[1][0]).replace(" short", "")
    assert in_lines == sheets[0][0]


def test_one_document_is_printed_alone(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001/print?document=tasks"))
    assert headings(page) == ["Tasks", "Phase A", "Notes"]
    assert "Title · tasks" in page
    assert ticked(page, "document") == ["tasks"]


def test_a_chosen_section_brings_what_is_under_it_and_the_headings_above(as_reader: Browser) -> None:
    page = as_reader.get(f"/designs/FEAT-001/print?section={section('API')}").text
    assert headings(page) == ["API", "Endpoints"]
    assert "/things" in paper(page)
    deep = as_reader.get(f"/designs/FEAT-001/print?section={section('Phase 1')}").text
    assert headings(deep) == ["Plan", "Phase 1"]
    assert "Before all sections" not in paper(deep)


def test_sections_of_both_documents_are_chosen(as_reader: Browser) -> None:
    chosen = f"section={section('Plan')}&section={section('Notes')}"
    page = as_reader.get(f"/designs/FEAT-001/print?{chosen}").text
    assert headings(page) == ["Plan", "Phase 1", "Tasks", "Notes"]
    only = as_reader.get(f"/designs/FEAT-001/print?document=tasks&{chosen}").text
    assert headings(only) == ["Tasks", "Notes"]


def test_what_stands_before_the_sections_can_be_chosen(as_reader: Browser) -> None:
    opening = section("FEAT-001: Payment webhooks")
    page = as_reader.get(f"/designs/FEAT-001/print?section={opening}").text
    assert headings(page) == []
    assert "Before all sections" in paper(page)


def test_all_sections_are_the_whole_document(as_reader: Browser) -> None:
    whole = as_reader.get("/designs/FEAT-001/print").text
    names = ("FEAT-001: Payment webhooks", "Overview", "API", "Plan", "Phase A", "Notes")
    every = "&".join(f"section={section(name)}" for name in names)
    asked = f"/designs/FEAT-001/print?document=design&document=tasks&{every}&paper=a4"
    assert paper(as_reader.get(asked).text) == paper(whole)
    answer = as_reader.piece("GET", asked, headers={"HX-Source": "form#choices"})
    assert answer.headers["HX-Replace-Url"] == "/designs/FEAT-001/print"


def test_the_address_keeps_what_differs_from_the_whole(as_reader: Browser) -> None:
    plan, api = section("Plan"), section("API")
    asked = (
        f"/designs/FEAT-001/print?code=no&contents=no&paper=letter&break={api}&section={plan}"
        f"&document=design&document=tasks"
    )
    answer = as_reader.piece("GET", asked, headers={"HX-Source": "form#choices"})
    assert answer.headers["HX-Replace-Url"] == (
        f"/designs/FEAT-001/print?document=design&document=tasks&section={plan}&break={api}"
        "&paper=letter&contents=no&code=no"
    )
    assert paper(as_reader.get(answer.headers["HX-Replace-Url"]).text) == paper(as_reader.get(asked).text)


def test_the_boxes_show_what_is_printed(as_reader: Browser) -> None:
    page = as_reader.get(
        f"/designs/FEAT-001/print?section={section('API')}&break={section('API')}&code=no"
    ).text
    assert ticked(page, "document") == ["design"]
    assert ticked(page, "section") == [str(section("API"))]
    assert ticked(page, "break") == [str(section("API"))]
    assert ticked(page, "code") == ["no"]
    assert ticked(page, "contents") == []
    form = next(each for each in tree(page).iter("form") if each.get("id") == "choices")
    assert "main" not in [each.tag for each in form.iter()]
    assert 'id="choices"' not in paper(page)


def test_code_and_contents_are_left_out(as_reader: Browser) -> None:
    page = as_reader.get("/designs/FEAT-001/print").text
    assert "second = " in text_of(by_class(page, "sheet")[0])
    links = [each.get("href") for each in by_class(page, "paper-contents")[0].iter("a")]
    assert f"#section-{section('API')}" in links
    assert f"#section-{section('Phase A')}" in links
    assert f"#section-{section('Phase 1')}" not in links
    without = as_reader.get("/designs/FEAT-001/print?code=no&contents=no").text
    assert by_class(without, "paper-contents") == by_class(without, "fence") == []
    assert headings(without) == headings(page)


def test_a_sheet_begins_before_a_section_on_request(as_reader: Browser) -> None:
    page = as_reader.get(f"/designs/FEAT-001/print?break={section('API')}").text
    assert [each.get("id") for each in by_class(page, "section--break")] == [f"section-{section('API')}"]
    assert by_class(as_reader.get("/designs/FEAT-001/print").text, "section--break") == []


@pytest.mark.parametrize(("asked", "shown"), [("", "a4"), ("a4", "a4"), ("letter", "letter")])
@pytest.mark.parametrize("path", ["/designs/FEAT-001/print", "/designs/FEAT-001/handout", "/designs/print"])
def test_the_paper_is_chosen(as_reader: Browser, path: str, asked: str, shown: str) -> None:
    page = assert_page(as_reader.get(path, query_string={"paper": asked} if asked else {}))
    assert by_class(page, f"printed--{shown}")
    assert by_class(page, "choices__remark") == []


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("document=nope", "A document that the address names is not there, or not any more. It is left out."),
        ("section=0", "A section that the address names"),
        ("section=x&section=-1&section=99999999999999999999", "3 sections that the address names"),
        ("section=%00", "A section that the address names"),
        ("break=123456789", "A section that the address names"),
        ("paper=a3", "This paper is not known; what stands below is for A4."),
        ("contents=maybe", "“contents” is either “yes” or “no”; it was taken for “yes”."),
        ("code=<b>", "“code” is either “yes” or “no”; it was taken for “yes”."),
    ],
)
def test_what_an_address_names_in_vain_is_said_outside_the_paper(
    as_reader: Browser, query: str, remark: str
) -> None:
    whole = as_reader.get("/designs/FEAT-001/print").text
    page = assert_page(as_reader.get(f"/designs/FEAT-001/print?{query}"))
    assert paper(page) == paper(whole)
    (said,) = by_class(page, "choices__remark")
    assert text_of(said).startswith(remark)


def test_an_address_behind_a_link_is_told_once(as_reader: Browser) -> None:
    make_design("# B\n\n[site](https://b.org) <https://c.org> [key](/designs/FEAT-001) [file](./x.md)\n")
    for path in ("/designs/FEAT-001", "/designs/FEAT-001/print"):
        page = as_reader.get(path).text
        assert [text_of(each) for each in by_class(page, "address")] == ["(https://example.org/guide)"]
    page = as_reader.get("/designs/FEAT-002/print").text
    assert [text_of(each) for each in by_class(page, "address")] == ["(https://b.org)", "(./x.md)"]


def test_headings_of_one_name_in_two_documents_are_reached_apart(as_reader: Browser) -> None:
    text = "# T\n\n[Goals](#goals)\n\n## Goals\n\nText.\n"
    make_design(text, documents={"tasks": text})
    page = as_reader.get("/designs/FEAT-002/print").text
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"h-goals", "h-1-goals"} <= set(ids)
    assert 'href="#h-goals"' in page
    assert 'href="#h-1-goals"' in page


def test_a_wide_table_turns_its_sheet(as_reader: Browser) -> None:
    row = "|" + " some_long_identifier |" * 12 + "\n"
    make_design(
        f"# T\n\n## Wide\n\n### Table\n\n{row}{'|---' * 12}|\n{row}\n## Narrow\n\n| A |\n|---|\n| b |\n"
    )
    page = as_reader.get("/designs/FEAT-002/print").text
    turned = [each.get("id") for each in by_class(page, "section--turned")]
    assert turned == [f"section-{section('Wide')}", f"section-{section('Table')}"]
    assert by_class(page, "table--size-3")
    assert by_class(as_reader.get("/designs/FEAT-002").text, "section--turned")


def test_a_handout_is_the_tasks_with_the_headings_above_them(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001/handout"))
    assert headings(page) == ["Plan", "Phase 1", "Tasks", "Phase A"]
    shown = paper(page)
    for words in ("Payment webhooks", "Create models", "with tests", "Write it", "Ship it"):
        assert words in shown
    for words in ("Before all sections", "/things", "first = 1", "Nothing."):
        assert words not in shown
    assert by_class(page, "handout")


def test_a_handout_takes_chosen_lists_and_tables(as_reader: Browser) -> None:
    table = db.session.scalar(db.select(Block.id).filter_by(kind="table"))
    page = assert_page(as_reader.get(f"/designs/FEAT-001/handout?block={table}&block=77777&block=x"))
    assert headings(page) == ["API", "Endpoints"]
    assert ticked(page, "block") == [str(table)]
    (said,) = by_class(page, "choices__remark")
    assert (
        text_of(said) == "2 blocks that the address names are not there, or not any more. They are left out."
    )
    answer = as_reader.piece(
        "GET", f"/designs/FEAT-001/handout?block={table}", headers={"HX-Source": "form#choices"}
    )
    assert answer.headers["HX-Replace-Url"] == f"/designs/FEAT-001/handout?block={table}"


def test_a_block_of_another_design_is_not_handed_out(as_reader: Browser) -> None:
    make_design("# Other\n\n## List\n\n- secret\n")
    other = db.session.scalars(db.select(Block.id).order_by(Block.id.desc())).first()
    page = as_reader.get(f"/designs/FEAT-001/handout?block={other}").text
    assert "secret" not in page
    assert headings(page) == headings(as_reader.get("/designs/FEAT-001/handout").text)


def test_a_design_without_tasks_says_what_can_be_handed_out(as_reader: Browser) -> None:
    make_design("# T\n\n## Ideas\n\n- one\n")
    make_design("# T\n\n## Ideas\n\nText.\n")
    some = text_of(tree(paper(as_reader.get("/designs/FEAT-002/handout").text)))
    assert "FEAT-002 has none. Choose any of its lists and tables instead." in some
    none = text_of(tree(paper(as_reader.get("/designs/FEAT-003/handout").text)))
    assert "It has no list and no table either." in none


def test_the_list_goes_on_paper_as_filtered_and_sorted_on_all_its_pages(
    as_reader: Browser, owner: Person
) -> None:
    for number in range(60):
        make_design(title=f"Thing {number:02d}", priority="P1" if number % 2 else "P0")
    page = assert_page(as_reader.get("/designs/print?q=thing&priority=P1&sort=title&page=2"))
    keys = [text_of(each) for each in by_class(page, "designs__title")]
    assert keys == [f"Thing {number:02d}" for number in range(1, 60, 2)]
    assert "30 of 61 designs" in text_of(by_class(page, "titleblock")[0])
    assert "Filter “thing” Priority P1 Sorted by Title" in text_of(by_class(page, "titleblock")[0])
    assert len(by_class(as_reader.get("/designs/print").text, "designs__title")) == 61


def test_a_list_of_nothing_goes_on_paper(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/print?q=nothing+at+all"))
    assert "No design matches." in paper(page)


def test_the_list_leads_to_its_paper_with_filter_and_sort(as_reader: Browser) -> None:
    for answer in (
        as_reader.get("/?q=pay&sort=-title&page=3"),
        as_reader.piece("GET", "/?q=pay&sort=-title&page=3", headers={"HX-Source": "form#filter"}),
    ):
        assert 'href="/designs/print?q=pay&amp;sort=-title"' in answer.text


def test_the_pages_lead_to_each_other(as_reader: Browser) -> None:
    assert 'href="/designs/FEAT-001/print"' in as_reader.get("/designs/FEAT-001").text
    assert 'href="/designs/FEAT-001/handout"' in as_reader.get("/designs/FEAT-001").text
    assert 'href="/designs/FEAT-001/handout"' in as_reader.get("/designs/FEAT-001/print").text
    assert 'href="/designs/FEAT-001/print"' in as_reader.get("/designs/FEAT-001/handout").text
    make_design("# T\n")
    assert "/handout" not in as_reader.get("/designs/FEAT-002").text


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Plain title", "FEAT\\2d 002 \\b7  \\2068 Plain title\\2069 "),
        ('a"b', "FEAT\\2d 002 \\b7  \\2068 a\\22 b\\2069 "),
        ("</style>\\", "FEAT\\2d 002 \\b7  \\2068 \\3c \\2f style\\3e \\5c \\2069 "),
        ("é", "FEAT\\2d 002 \\b7  \\2068 \\e9 \\2069 "),
        ("x" * 71, "FEAT\\2d 002 \\b7  \\2068 " + "x" * 69 + "\\2026 \\2069 "),
    ],
)
def test_what_runs_along_the_head_is_a_style_of_its_own(as_reader: Browser, title: str, words: str) -> None:
    make_design("# T\n", title=title)
    answer = as_reader.get("/designs/FEAT-002/running.css")
    assert answer.status_code == 200
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.text == f'@page {{\n  @top-left {{\n    content: "{words}";\n  }}\n}}'
    for path in ("/designs/FEAT-002", "/designs/FEAT-002/print", "/designs/FEAT-002/handout"):
        body = as_reader.get(path).text.partition("<body")[2]
        assert body.count('href="/designs/FEAT-002/running.css"') == 1


@pytest.mark.parametrize("path", ["print", "handout", "running.css"])
def test_who_may_not_read_a_design_gets_nothing_of_its_paper(
    as_reader: Browser, as_stranger: Browser, path: str
) -> None:
    make_design("# T\n", number=3, deleted=True)
    assert as_reader.get(f"/designs/FEAT-001/{path}").status_code == 200
    missing = assert_page(as_reader.get(f"/designs/FEAT-003/{path}"), 404)
    assert without_tokens(missing) == without_tokens(as_reader.get("/designs/NONE-777").text)
    for key in ("FEAT-001", "FEAT-003"):
        answer = as_stranger.get(f"/designs/{key}/{path}")
        assert answer.status_code == 303
        assert answer.location.startswith("/login?next=")
    assert as_stranger.get("/designs/print").status_code == 303


@pytest.mark.parametrize("path", ["", "/print", "/handout", ".pdf", "/handout.pdf"])
def test_a_design_without_a_document_has_no_page_and_no_paper(as_reader: Browser, path: str) -> None:
    """Its documents can be deleted one by one."""
    assert as_reader.get(f"/designs/FEAT-001{path}").status_code == 200
    with transaction():
        db.session.execute(db.update(Document).values(deleted_at=utc_now()))
    missing = assert_page(as_reader.get(f"/designs/FEAT-001{path}"), 404)
    assert without_tokens(missing) == without_tokens(as_reader.get("/designs/NONE-777").text)


@pytest.mark.parametrize("path", ["print?paper=letter", "handout?block=1", "running.css"])
def test_a_key_has_one_spelling(as_reader: Browser, path: str) -> None:
    answer = as_reader.get(f"/designs/feat-1/{path}")
    assert answer.status_code == 301
    assert answer.location == f"/designs/FEAT-001/{path}"


@pytest.mark.parametrize("path", ["/designs/FEAT-001/print", "/designs/FEAT-001/handout", "/designs/print"])
def test_paper_is_for_reading(as_reader: Browser, path: str) -> None:
    before = database_digest()
    assert_piece(as_reader.piece("GET", path))
    assert_page(as_reader.get(path))
    assert as_reader.post(path).status_code == 405
    assert database_digest() == before


@pytest.mark.parametrize("path", ["print", "handout"])
def test_a_page_takes_the_same_queries_a_document_whatever_its_size(as_reader: Browser, path: str) -> None:
    make_project("OTHER", "Other")
    counts = []
    for sections, rows in ((1, 5), (10, 50)):
        table = "| Method | Path |\n|---|---|\n" + "| GET | /a |\n" * rows
        text = "# T\n\n" + "".join(f"## S{number}\n\n{table}\n- [ ] a\n\n" for number in range(sections))
        design = make_design(text, documents={"tasks": text})
        with statements() as queries:
            assert_page(as_reader.get(f"/designs/{design.key}/{path}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_the_list_takes_the_same_queries_whatever_its_length(as_reader: Browser, owner: Person) -> None:
    counts = []
    for _ in range(2):
        for number in range(30):
            make_design(title=f"T {number}", owner=owner)
        with statements() as queries:
            assert_page(as_reader.get("/designs/print"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
