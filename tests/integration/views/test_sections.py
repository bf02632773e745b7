"""Sections: titled, added, moved, deleted; what changes their order draws the whole document again."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.markup import partials, text_of, tree
from webapp.extensions import db
from webapp.models import Design, Section
from webapp.services.pieces import load_pieces


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def titles(ids: Ids) -> list[tuple[int, str]]:
    return [(each.level, each.title) for each in load_pieces(ids.document).sections if each.level]


def test_a_heading_is_answered_as_the_page_draws_it(as_author: Browser, ids: Ids) -> None:
    sent = {"text": "Sooner `x`", "base": "Later"}
    piece = assert_piece(as_author.piece("PUT", f"/sections/{ids.later}/title", data=sent))
    assert db.session.get_one(Section, ids.later).title == "Sooner `x`"
    assert piece.startswith(f'<span id="section-{ids.later}-title" data-edit="line"')
    assert piece.strip() in assert_page(as_author.get(f"/designs/{ids.key}"))


def test_two_who_wrote_one_heading_have_a_choice(as_author: Browser, as_owner: Browser, ids: Ids) -> None:
    address = f"/sections/{ids.later}/title"
    assert_piece(as_owner.piece("PUT", address, data={"text": "Theirs", "base": "Later"}))
    answer = as_author.piece("PUT", address, data={"text": "Mine", "base": "Later"})
    assert "Keep mine" in assert_piece(answer, 409)
    assert db.session.get_one(Section, ids.later).title == "Theirs"


def test_the_first_heading_is_the_title_of_the_design(as_author: Browser, ids: Ids) -> None:
    (title,) = [each for each in load_pieces(ids.document).sections if each.level == 1]
    sent = {"text": f"{ids.key}: Hooks", "base": title.title}
    assert_piece(as_author.piece("PUT", f"/sections/{title.id}/title", data=sent))
    assert db.session.scalars(db.select(Design).where(Design.number == 1)).one().title == "Hooks"


def test_a_section_is_added_moved_and_deleted(as_author: Browser, ids: Ids) -> None:
    sent = {"after": str(ids.endpoints), "level": "3", "text": "Under"}
    piece = assert_piece(as_author.piece("POST", f"/documents/{ids.document}/sections", data=sent))
    assert titles(ids)[1:] == [(2, "Endpoints"), (3, "Under"), (2, "Later")]
    ((target, swap, brought),) = partials(piece)
    assert (target, swap) == (f"#document-{ids.document}", "outerMorph")
    assert f"section-{ids.later}" in brought
    move = {"after": str(ids.later)}
    assert_piece(as_author.piece("PUT", f"/sections/{ids.endpoints}/position", data=move))
    assert titles(ids)[1:] == [(2, "Later"), (2, "Endpoints"), (3, "Under")]
    assert_piece(as_author.piece("DELETE", f"/sections/{ids.endpoints}"))
    assert titles(ids)[1:] == [(2, "Later")]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/documents/{document}/sections", {"after": "", "level": "7", "text": "x"}),
        ("/documents/{document}/sections", {"after": "", "level": "two", "text": "x"}),
        ("/documents/{document}/sections", {"after": "{table}9", "level": "2", "text": "a\x00b"}),
        ("/sections/{later}/position", {"after": "{later}"}),
        ("/sections/{later}/position", {"after": "x"}),
        ("/sections/{later}/title", {"text": "x" * 20_001, "base": "Later"}),
        ("/sections/{later}/title", {"text": "a\x1bb", "base": "Later"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_the_sections_alone(
    as_author: Browser, ids: Ids, path: str, sent: dict[str, str]
) -> None:
    before = database_digest()
    data = {name: value.format(**vars(ids)) for name, value in sent.items()}
    answer = as_author.piece("POST", path.format(**vars(ids)), data=data)
    assert answer.status_code == 422, answer.text[:500]
    assert database_digest() == before


def test_a_section_does_not_move_under_itself(as_author: Browser, ids: Ids) -> None:
    sent = {"after": str(ids.endpoints), "level": "3", "text": "Under"}
    assert_piece(as_author.piece("POST", f"/documents/{ids.document}/sections", data=sent))
    under = next(each.id for each in load_pieces(ids.document).sections if each.title == "Under")
    before = database_digest()
    answer = as_author.piece("PUT", f"/sections/{ids.endpoints}/position", data={"after": str(under)})
    assert answer.status_code == 422 or "Designbook-Batch" not in answer.headers
    assert database_digest() == before


def test_a_section_of_another_design_is_not_reached(as_author: Browser, ids: Ids) -> None:
    other = make_edited()
    before = database_digest()
    answer = as_author.piece("PUT", f"/sections/{ids.later}/position", data={"after": str(other.later)})
    assert answer.status_code in {404, 422}
    assert database_digest() == before


def test_what_stands_before_the_first_heading_has_no_title(as_author: Browser, ids: Ids) -> None:
    opening = load_pieces(ids.document).sections[0].id
    before = database_digest()
    assert as_author.piece("GET", f"/sections/{opening}/title").status_code == 404
    assert_page(as_author.get(f"/sections/{opening}"))
    assert as_author.piece("DELETE", f"/sections/{opening}").status_code == 422
    assert database_digest() == before


def test_without_scripts_a_section_has_a_page(as_author: Browser, ids: Ids) -> None:
    page = tree(assert_page(as_author.get(f"/sections/{ids.later}")))
    (up,) = [form for form in page.iter("form") if text_of(form) == "Move up"]
    sent = {str(each.get("name")): each.get("value", "") for each in up.iter("input")}
    answer = as_author.post(str(up.get("action")), data=sent)
    assert_goes_to(answer, f"/designs/{ids.key}#section-{ids.later}")
    assert titles(ids)[1:] == [(2, "Later"), (2, "Endpoints")]
