"""The list of designs, and the form of a new one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_person, make_project
from tests.statements import statements
from webapp.config import ROOT
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.models.design import TITLE_MAX
from webapp.services.design_values.lock import set_locked
from webapp.services.documents import document_text, documents_of
from webapp.services.projects import archive_project
from webapp.utils.queries import TYPED_MAX


def keys(text: str) -> list[str]:
    """The designs of a page or piece, in order."""
    return re.findall(r'<td class="designs__key">([A-Z]+-\d+)<', text)


def row(text: str, key: str) -> str:
    """The one row of this design, in one line."""
    rows = [each for each in re.findall(r"<tr id=.*?</tr>", text, re.DOTALL) if f">{key}<" in each]
    assert len(rows) == 1
    return " ".join(rows[0].split())


@pytest.fixture
def three(app: Flask) -> None:
    """Three designs, each alike to another in something."""
    olive = make_person(name="Olivia Owens")
    make_design("# A\n", title="Payment webhooks", owner=olive, priority="P0", updated_at=day(3))
    make_design("# B\n", title="Search in local_max_temp", status="Approved", updated_at=day(1))
    make_design("# C\n", title="Audit log", owner=olive, project=make_project("PAY"), updated_at=day(2))


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


def test_a_row_says_what_matters_about_a_design(as_reader: Browser) -> None:
    make_design(
        "# T\n\n## Implementation Order\n\n- [x] One\n- [ ] Two\n\n## Open Questions\n\n- [ ] Why?\n",
        title="Payment <b>webhooks</b>",
        status="In review",
        priority="P1",
        owner=make_person(name="Olivia Owens"),
        updated_at=day(22),
    )
    found = row(assert_page(as_reader.get("/")), "FEAT-001")
    assert re.search(r'<a id="design-\d+-title" href="/designs/FEAT-001" ', found)
    assert "<bdi>Payment &lt;b&gt;webhooks&lt;/b&gt;</bdi></a>" in found
    assert '<span class="pill pill--in-review">In review</span>' in found
    assert '<span class="badge badge--p1">P1</span>' in found
    assert "Olivia Owens" in found
    assert "22 Nov 2026" in found
    design = db.session.scalars(db.select(Design)).one()
    assert (design.tasks, design.tasks_done, design.open_questions) == (2, 1, 1)
    assert ">1/2<span" in found.replace("</progress>", ">")
    assert '<progress class="meter" value="1" max="2"' in found
    assert "<b>1</b>" in found


def test_a_locked_and_an_archived_design_carry_a_mark_with_a_name(as_reader: Browser) -> None:
    owner, project = make_person("owner"), make_project("OLD")
    design, cellar = make_design(owner=owner), make_design(project=project, owner=owner)
    assert 'class="mark"' not in assert_page(as_reader.get("/"))
    set_locked(design, True, by=owner)
    set_locked(cellar, True, by=owner)
    archive_project(project, project.version)
    page = assert_page(as_reader.get("/"))
    marks = {key: re.findall(r'role="img" aria-label="([^"]+)"', row(page, key)) for key in keys(page)}
    assert marks == {
        "FEAT-001": ["Locked to its owner and contributors"],
        "OLD-001": ["Archived, nobody changes it"],
    }


def test_a_design_in_the_bin_is_not_listed(as_reader: Browser) -> None:
    make_design(title="Here")
    make_design(title="Gone", deleted=True)
    page = assert_page(as_reader.get("/"))
    assert keys(page) == ["FEAT-001"]
    assert "Gone" not in page


def test_without_designs_the_list_teaches_and_offers_both_ways_to_begin(as_reader: Browser) -> None:
    make_project()
    page = assert_page(as_reader.get("/"))
    assert "No designs yet" in page
    assert 'href="/designs/new"' in page
    assert 'href="/imports/new"' in page
    assert 'id="q"' not in page


@pytest.mark.usefixtures("three")
def test_without_a_match_the_list_says_so_and_offers_to_clear_the_filter(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/?q=nothing+like+it&status=Draft"))
    assert "holds “nothing like it” under the filters you chose" in page
    assert '<a class="button" href="/">Clear the filter</a>' in page
    assert 'value="nothing like it"' in page
    assert "No design fits the filters you chose." in assert_page(as_reader.get("/?status=Rejected"))
    assert "No design" not in assert_page(as_reader.get("/?q=log"))


@pytest.mark.usefixtures("three")
def test_the_count_says_how_many_are_left_of_how_many(as_reader: Browser) -> None:
    assert ">3 designs</span>" in assert_page(as_reader.get("/"))
    page = assert_page(as_reader.get("/?q=log"))
    assert ">1 of 3 designs</span>" in page
    assert "Clear the filter" in page


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["FEAT-001", "PAY-001", "FEAT-002"]),
        ("q=web", ["FEAT-001"]),
        ("q=MAX_T", ["FEAT-002"]),
        ("q=pay-0", ["PAY-001"]),
        ("q=owens", ["FEAT-001", "PAY-001"]),
        ("q=%25", []),
        ("status=Approved", ["FEAT-002"]),
        ("priority=P0", ["FEAT-001"]),
        ("owner=nobody", ["FEAT-002"]),
        ("project=PAY", ["PAY-001"]),
        ("q=owens&project=FEAT", ["FEAT-001"]),
        ("sort=key", ["FEAT-001", "FEAT-002", "PAY-001"]),
        ("sort=-key", ["PAY-001", "FEAT-002", "FEAT-001"]),
        ("sort=title", ["PAY-001", "FEAT-001", "FEAT-002"]),
        ("sort=updated", ["FEAT-002", "PAY-001", "FEAT-001"]),
        ("sort=priority", ["FEAT-001", "FEAT-002", "PAY-001"]),
    ],
)
def test_the_address_narrows_and_sorts(as_reader: Browser, query: str, expected: list[str]) -> None:
    assert keys(assert_page(as_reader.get(f"/?{query}"))) == expected


@pytest.mark.usefixtures("three")
def test_an_owner_can_be_chosen(as_reader: Browser) -> None:
    olive = db.session.scalars(db.select(Person).filter_by(name="Olivia Owens")).one()
    page = assert_page(as_reader.get(f"/?owner={olive.id}"))
    assert keys(page) == ["FEAT-001", "PAY-001"]
    assert f'<option value="{olive.id}" selected>Olivia Owens</option>' in page


@pytest.mark.usefixtures("three")
def test_the_piece_is_the_same_bytes_as_in_the_page(as_reader: Browser) -> None:
    for address in ("/", "/?q=pay", "/?q=zzz", "/?sort=-title&status=Draft"):
        answer = as_reader.piece("GET", address)
        assert assert_piece(answer).startswith('<section class="paper designs" id="designs"')
        assert answer.text in assert_page(as_reader.get(address))
        assert "HX-Request-Type" in answer.headers["Vary"]


@pytest.mark.usefixtures("three")
def test_the_filter_puts_the_shortest_address_into_the_address_bar(as_reader: Browser) -> None:
    address = "/?q=pay&status=&priority=&owner=&project=&sort=-updated&page=1"
    typed = as_reader.piece("GET", address, headers={"HX-Source": "form#filter"})
    assert typed.headers["HX-Replace-Url"] == "/?q=pay"
    clicked = as_reader.piece("GET", address, headers={"HX-Source": "a#sort-title"})
    assert "HX-Replace-Url" not in clicked.headers


@pytest.mark.usefixtures("three")
def test_a_columns_head_says_the_order_and_leads_to_the_other_one(as_reader: Browser) -> None:
    page = " ".join(assert_page(as_reader.get("/?q=a&sort=title")).split())
    assert '<th scope="col" aria-sort="ascending"> <a id="sort-title" href="/?q=a&amp;sort=-title"' in page
    assert '<a id="sort-updated" href="/?q=a"' in page
    assert page.count("aria-sort") == 1


def test_fifty_designs_are_on_a_page(as_reader: Browser) -> None:
    project = make_project()
    for number in range(1, 53):
        make_design("", title=f"Design {number}", project=project, number=number)
    first = assert_page(as_reader.get("/?sort=key"))
    second = assert_page(as_reader.get("/?sort=key&page=2"))
    assert keys(first) == [f"FEAT-{number:03d}" for number in range(1, 51)]
    assert keys(second) == ["FEAT-051", "FEAT-052"]
    assert 'href="/?sort=key&amp;page=2"' in first
    assert "51 to 52 of 52" in second
    assert 'rel="next"' not in second
    assert keys(assert_page(as_reader.get("/?sort=key&page=999999"))) == keys(second)


def test_the_number_of_queries_does_not_grow_with_the_list(as_reader: Browser) -> None:
    project = make_project()
    make_design(project=project, owner=make_person(name="First"))
    with statements() as few:
        as_reader.get("/")
    for number in range(20):
        make_design(project=project, owner=make_person(name=f"Person {number}"))
    with statements() as many:
        assert len(keys(as_reader.get("/").text)) == 21
    assert len(many) == len(few) <= 8


@pytest.mark.usefixtures("three")
def test_whoever_types_into_the_filter_waits_for_no_choices_beside_it(as_reader: Browser) -> None:
    with statements("SELECT") as queries:
        assert_piece(as_reader.piece("GET", "/?q=pay"))
    assert len(queries) == 4  # the session, who may do what, the designs that fit, how many there are
    olive = db.session.scalars(db.select(Person).filter_by(name="Olivia Owens")).one()
    with statements("SELECT") as queries:
        assert_piece(as_reader.piece("GET", f"/?q=pay&owner={olive.id}&project=PAY"))
    assert len(queries) == 6


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"page": "abc"}, 3),
        ({"page": "0"}, 3),
        ({"page": "-1"}, 3),
        ({"page": "9" * 5000}, 3),
        ({"page": "٣"}, 3),
        ({"status": "Nope"}, 3),
        ({"priority": "P9"}, 3),
        ({"project": "NOPE"}, 3),
        ({"owner": "abc"}, 3),
        ({"owner": "9" * 30}, 3),
        ({"sort": "password_hash"}, 3),
        ({"sort": "--key"}, 3),
        ({"q": "x" * 200}, 0),
        ({"q": "web\x01hooks"}, 1),
        ({"q": "\ud7ff\uffff"}, 0),
        ({"q": "' OR 1=1 --"}, 0),
    ],
)
def test_whatever_the_address_says_there_is_an_answer(
    as_reader: Browser, parameters: dict[str, str], expected: int
) -> None:
    before = database_digest()
    assert len(keys(assert_page(as_reader.get("/?" + urlencode(parameters))))) == expected
    assert as_reader.get("/?q=%ff%fe%01").status_code == 200
    assert database_digest() == before


def test_as_much_is_looked_for_as_the_box_takes_and_more_is_refused_with_a_sentence(
    as_reader: Browser,
) -> None:
    make_design(title="x" * TITLE_MAX)
    page = assert_page(as_reader.get("/", query_string={"q": "x" * TYPED_MAX}))
    (box,) = re.findall(r'<input class="input"\s+id="q".*?>', page, re.DOTALL)
    assert f'maxlength="{TYPED_MAX}"' in box
    assert keys(page) == ["FEAT-001"]
    page = assert_page(as_reader.get("/", query_string={"q": "x" * (TYPED_MAX + 1)}), 422)
    assert "This is too long to look for: 201 characters. Type at most 200 characters." in page


def test_a_text_that_cannot_be_is_refused_with_a_sentence(as_reader: Browser) -> None:
    assert "a character that no text can hold" in assert_page(as_reader.get("/?q=a%00b"), 422)
    assert assert_page(as_reader.get("/?q=a%01b"))


def test_the_title_of_a_new_design_is_asked_for_without_a_promise(as_author: Browser) -> None:
    make_project()
    assert "What is to be built, in a few words.</p>" in assert_page(as_author.get("/designs/new"))


def test_a_new_design_is_p2_unless_somebody_chooses(as_author: Browser) -> None:
    make_project()
    assert '<option selected value="P2">' in assert_page(as_author.get("/designs/new"))


def test_a_new_design_starts_from_its_projects_template(as_author: Browser, author: Person) -> None:
    make_project("PAY", "Payments", template="# FEAT-XXX: Technical Design\n\nHello\n")
    make_project()
    assert "Payments (next: PAY-001)" in assert_page(as_author.get("/designs/new"))
    answer = as_author.post(
        "/designs", data={"title": " Payment webhooks ", "project": "PAY", "priority": "P0"}
    )
    assert_goes_to(answer, "/designs/PAY-001")
    design = db.session.scalars(db.select(Design)).one()
    assert (design.key, design.title, design.priority) == ("PAY-001", "Payment webhooks", "P0")
    assert (design.status, design.owner_id) == ("Draft", author.id)
    text = document_text(documents_of(design)[0])
    assert text == "# PAY-001: Payment webhooks - Technical Design\n\nHello\n"


def test_the_template_that_ships_makes_a_design(as_author: Browser) -> None:
    make_project()
    as_author.post("/designs", data={"title": "Webhooks", "project": "FEAT", "priority": "P2"})
    text = document_text(documents_of(db.session.scalars(db.select(Design)).one())[0])
    assert text.startswith("# FEAT-001: Webhooks - Technical Design")
    shipped = (ROOT / "templates" / "design.md").read_text()
    assert len(text.splitlines()) == len(shipped.splitlines())


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"project": "NOPE"}, "project"),
        ({"project": ""}, "project"),
        ({"priority": "P9"}, "priority"),
    ],
)
def test_a_design_that_cannot_be_is_refused_with_what_was_typed(
    as_author: Browser, changes: dict[str, str], wrong: str
) -> None:
    make_project()
    before = database_digest()
    data = {"title": "Webhooks", "project": "FEAT", "priority": "P1"} | changes
    page = assert_page(as_author.post("/designs", data=data), 422)
    assert f'id="{wrong}-error"' in page
    assert ('value="Webhooks"' in page) == (wrong != "title")
    assert database_digest() == before


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/designs/new"), ("POST", "/designs")])
def test_a_stranger_is_asked_to_sign_in(as_stranger: Browser, method: str, path: str) -> None:
    make_design(title="Secret")
    before = database_digest()
    answer = as_stranger.open(path, method=method, data={"title": "x", "project": "FEAT"})
    assert answer.status_code == (303 if method == "GET" else 401)
    assert "Secret" not in answer.text
    assert database_digest() == before


def test_the_wrong_verb_is_a_405(as_author: Browser) -> None:
    make_project()
    assert as_author.post("/").status_code == 405
    assert as_author.get("/designs").status_code == 405
