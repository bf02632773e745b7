"""The list of findings, the reasons why some are no problem, and what is told beside a design."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import ColumnElement

from tests.assertions import assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design
from tests.markup import text_of, tree
from webapp.checks import sentence
from webapp.extensions import db
from webapp.models import Clash, Design, Dismissal, Finding, Person
from webapp.services.bin import delete_designs
from webapp.services.documents import documents_of
from webapp.services.findings import dismissing
from webapp.services.permissions import readable
from webapp.services.transactions import transaction

TEXT = """\
# T

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /a | yes |
| POST | /b | |

## Notes

All of it is TBD.
"""


@pytest.fixture
def clash(app: object) -> Clash:
    """Of two designs with the same endpoints, a clash."""
    make_design(TEXT, title="Hooks")
    make_design(TEXT, title="Hooks again")
    return db.session.scalars(db.select(Clash).filter_by(key="GET /a")).one()


def finding() -> Finding:
    return db.session.scalars(db.select(Finding).filter_by(code="placeholder")).all()[0]


def words(html: str) -> str:
    return " ".join(text_of(tree(html)).split())


def test_the_list_says_what_is_wrong_and_where(as_reader: Browser, clash: Clash) -> None:
    page = assert_page(as_reader.get("/findings"))
    assert sentence(clash.code, clash.about) in words(page)
    assert 'href="/designs/FEAT-001#row-' in page
    assert 'href="/designs/FEAT-002#row-' in page
    assert sentence("placeholder", finding().about) in words(page)


def test_the_list_is_a_piece_for_who_filters_it(as_reader: Browser, clash: Clash) -> None:
    piece = assert_piece(as_reader.piece("GET", "/findings?code=placeholder&project=&page=1"))
    assert 'id="findings"' in piece
    assert sentence(clash.code, clash.about) not in words(piece)
    answer = as_reader.piece("GET", "/findings?q=tbd&code=", headers={"HX-Source": "form#filter"})
    assert answer.headers["HX-Replace-Url"] == "/findings?q=tbd"


@pytest.mark.parametrize(
    "query",
    [
        *("q=" + "%28" * 60, "q=%25_%5C%22", "q=AND+%28", "page=99999", "page=x", "code=none", "design=x"),
        *(
            "design=FEAT-999",
            "status=none",
            "dismissed=maybe",
            "project=NONE",
            "q=in:endpoints",
            "q=status:none",
        ),
    ],
)
def test_whatever_an_address_says_is_answered(as_reader: Browser, clash: Clash, query: str) -> None:
    assert_page(as_reader.get(f"/findings?{query}"))


@pytest.mark.parametrize("q", ["%00", "x" * 201])
def test_what_cannot_be_looked_for_is_refused_in_words(as_reader: Browser, q: str) -> None:
    answer = as_reader.get(f"/findings?q={q}")
    assert answer.status_code == 422
    assert "look for" in answer.text or "no text can hold" in answer.text


def test_an_empty_list_says_so(as_reader: Browser) -> None:
    assert "Nothing was found" in assert_page(as_reader.get("/findings"))
    assert "No finding matches" in assert_page(as_reader.get("/findings?q=x"))


def test_paper_has_all_of_it_and_no_button_in_it(as_reader: Browser, clash: Clash) -> None:
    page = assert_page(as_reader.get("/findings/print?code=endpoint-clash&paper=letter"))
    assert "2 findings" in words(page)
    assert "Endpoint clash" in words(page)
    assert "/dismissal" not in page


@pytest.mark.parametrize("kind", ["findings", "clashes"])
def test_a_reason_is_kept_and_taken_back(as_author: Browser, author: Person, clash: Clash, kind: str) -> None:
    found = finding() if kind == "findings" else clash
    digest = found.digest
    address = f"/{kind}/{found.id}/dismissal"
    sent = {"reason": "They are one.", "digest": digest}
    piece = assert_piece(as_author.piece("POST", address, data=sent))
    assert f"Not a problem because They are one. {author.name}" in words(piece)
    assert "data-announce" in piece
    kept = db.session.scalars(db.select(Dismissal)).one()
    assert (kept.reason, kept.person_id, kept.digest) == ("They are one.", author.id, digest)
    piece = assert_piece(as_author.piece("DELETE", address))
    assert "Not a problem because …" in words(piece)
    assert db.session.scalars(db.select(Dismissal)).all() == []


def test_without_scripts_the_forms_lead_to_the_list(as_author: Browser, clash: Clash) -> None:
    address = f"/clashes/{clash.id}/dismissal"
    home = f"/findings?design=FEAT-001&dismissed=all#clash-{clash.id}"
    answer = as_author.post(address, data={"reason": "They are one.", "digest": clash.digest})
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    answer = as_author.post(f"{address}/deletion")
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    answer = as_author.post(address, data={"reason": "", "digest": "x"})
    assert answer.status_code == 422
    assert "Say why this is not a problem." in answer.text


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"reason": "", "digest": "true"}, 422, "Say why"),
        ({"reason": "x" * 501, "digest": "true"}, 422, "at most 500"),
        ({"reason": "a\0b", "digest": "true"}, 422, ""),
        ({"reason": "fine", "digest": "another"}, 409, "was changed meanwhile"),
        ({"reason": "fine", "digest": "true", "person_id": "1"}, 422, "person_id"),
    ],
)
def test_what_is_no_reason_is_refused(
    as_author: Browser, clash: Clash, sent: dict[str, str], status: int, said: str
) -> None:
    sent = {**sent, "digest": clash.digest if sent["digest"] == "true" else sent["digest"]}
    before = database_digest()
    answer = as_author.piece("POST", f"/clashes/{clash.id}/dismissal", data=sent)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text
    assert database_digest() == before


def test_who_is_not_signed_in_and_what_is_not_there(
    as_stranger: Browser, as_author: Browser, clash: Clash
) -> None:
    sent = {"reason": "fine", "digest": clash.digest}
    for kind, number in (("clashes", clash.id), ("findings", finding().id)):
        address = f"/{kind}/{number}/dismissal"
        assert as_stranger.piece("POST", address, data=sent).status_code == 401
        assert as_author.piece("POST", f"/{kind}/987654321/dismissal", data=sent).status_code == 404
        assert as_author.piece("PUT", address, data=sent).status_code == 405
    assert as_stranger.get("/findings").status_code in {302, 303, 401}
    assert as_stranger.piece("GET", "/designs/FEAT-001/remarks").status_code == 401
    assert as_author.piece("GET", "/designs/FEAT-999/remarks").status_code == 404
    assert db.session.scalars(db.select(Dismissal)).all() == []


def test_an_unreadable_side_is_as_if_it_were_not_there(
    as_author: Browser, clash: Clash, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = db.session.scalars(db.select(Design.id).where(Design.number == 2)).one()

    def narrower(person: Person | None) -> ColumnElement[bool]:
        return readable(person) & (Design.id != hidden)

    for name in ("reading", "listing", "clash_kinds", "dismissing", "seen"):
        monkeypatch.setattr(f"webapp.services.findings.{name}.readable", narrower)
    page = assert_page(as_author.get("/findings?dismissed=all"))
    assert sentence(clash.code, clash.about) not in words(page)
    assert "FEAT-002" not in page
    assert "FEAT-002" not in assert_piece(as_author.piece("GET", "/designs/FEAT-001/remarks"))
    sent = {"reason": "fine", "digest": clash.digest}
    assert as_author.piece("POST", f"/clashes/{clash.id}/dismissal", data=sent).status_code == 404


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("name", ["dismiss", "take_back"])
def test_what_goes_to_the_bin_while_it_is_dismissed_is_missing(
    app: Flask, as_author: Browser, clash: Clash, monkeypatch: pytest.MonkeyPatch, name: str, is_first: bool
) -> None:
    def bin_one() -> None:
        with app.app_context():
            person = db.session.scalars(db.select(Person)).one()
            delete_designs(db.session.scalars(db.select(Design).filter_by(number=2)).all(), by=person)

    @contextmanager
    def interrupted() -> Iterator[None]:
        """A transaction for which somebody else's is waited, or which another one follows."""
        if is_first:
            _meanwhile(bin_one)
        with transaction():
            yield
        if not is_first:
            _meanwhile(bin_one)

    monkeypatch.setattr(dismissing, "transaction", interrupted)
    sent = {"reason": "fine", "digest": clash.digest} if name == "dismiss" else {}
    method = "POST" if name == "dismiss" else "DELETE"
    assert as_author.piece(method, f"/clashes/{clash.id}/dismissal", data=sent).status_code == 404
    assert db.session.scalars(db.select(Clash)).all() == []


def _meanwhile(work: Callable[[], None]) -> None:
    """Another request does this, which is over when it returns."""
    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_beside_a_design_stands_what_was_found_in_it(as_reader: Browser, clash: Clash) -> None:
    design = db.session.scalars(db.select(Design).where(Design.number == 1)).one()
    document = documents_of(design)[0]
    piece = assert_piece(as_reader.piece("GET", f"/designs/FEAT-001/remarks?document={document.id}"))
    assert sentence(clash.code, clash.about) in words(piece)
    assert "also in FEAT-002" in words(piece)
    assert 'href="#row-' in piece
    assert 'data-marks="clash"' in piece
    assert 'data-marks="finding"' in piece
    assert "Endpoint without auth 1" in words(piece)


def test_from_another_document_the_way_leads_to_its_page(as_reader: Browser) -> None:
    design = make_design("# T\n", documents={"notes": "# N\n\nTBD\n"})
    main, notes = documents_of(design)
    piece = assert_piece(as_reader.piece("GET", f"/designs/FEAT-001/remarks?document={main.id}"))
    assert 'href="/designs/FEAT-001/documents/notes#block-' in piece
    assert "data-marks" not in piece
    piece = assert_piece(as_reader.piece("GET", f"/designs/FEAT-001/remarks?document={notes.id}"))
    assert 'href="#block-' in piece
    for strange in ("x", "987654321", ""):
        assert as_reader.piece("GET", f"/designs/FEAT-001/remarks?document={strange}").status_code == 200


def test_the_page_of_a_design_leads_to_its_findings_and_asks_for_them(as_reader: Browser) -> None:
    make_design(TEXT)
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    assert 'href="/findings?design=FEAT-001"' in page
    assert 'hx-get="/designs/FEAT-001/remarks?document=' in page


def test_a_design_of_which_nothing_is_told(as_reader: Browser) -> None:
    make_design("# T\n\nWords.\n")
    assert "nothing is left open" in assert_piece(as_reader.piece("GET", "/designs/FEAT-001/remarks"))
