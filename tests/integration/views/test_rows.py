"""Rows: added, moved, nested, deleted, put back; each answer says where on the page it goes."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.factories import make_design
from tests.markup import partials, text_of, tree
from webapp.extensions import db
from webapp.models import Row
from webapp.services.documents import documents_of
from webapp.services.pieces import load_pieces


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def rows_of(ids: Ids, block: int) -> list[int]:
    pieces = load_pieces(ids.document)
    return [row.id for blocks in pieces.rows for rows in blocks for row in rows if row.block_id == block]


def test_a_new_row_comes_after_the_one_before_it(as_author: Browser, ids: Ids) -> None:
    sent = {"after": str(ids.get), "c1": "PUT", "c2": "/c", "c3": "a | b"}
    piece = assert_piece(as_author.piece("POST", f"/blocks/{ids.table}/rows", data=sent))
    before, new, after = rows_of(ids, ids.table)
    assert (before, after) == (ids.get, ids.post)
    assert db.session.get_one(Row, new).cells == {"c1": "PUT", "c2": "/c", "c3": "a | b"}
    assert partials(piece) == [(f"#row-{ids.get}", "afterend", [f"row-{new}"])]


def test_a_new_row_keeps_the_rules_of_its_columns_as_a_cell_does(as_author: Browser, ids: Ids) -> None:
    rows, before = f"/blocks/{ids.table}/rows", database_digest()
    answer = as_author.piece("POST", rows, data={"after": str(ids.get), "c1": "FETCH", "c2": "/c"})
    (form,) = tree(assert_piece(answer, 422)).iter("form")
    assert (form.get("data-column"), form.get("data-editing")) == ("c1", "verb")
    (field,) = [each for each in form.iter("input") if each.get("type") == "text"]
    assert (field.get("value"), field.get("aria-invalid")) == ("FETCH", "true")
    assert "A method is one of GET" in text_of(form)
    assert "A method is one of GET" in assert_page(as_author.post(rows, data={"c1": "FETCH"}), 422)
    too_long = as_author.piece("POST", rows, data={"c2": "x" * 20_001})
    assert 'data-column="c2"' in assert_piece(too_long, 422)
    assert database_digest() == before
    assert_piece(as_author.piece("POST", rows, data={"after": str(ids.get), "c1": "PUT", "c2": ""}))
    assert_piece(as_author.piece("POST", f"/blocks/{ids.items}/rows", data={"text": "FETCH"}))


def test_a_row_without_a_place_comes_first(as_author: Browser, ids: Ids) -> None:
    piece = assert_piece(as_author.piece("POST", f"/blocks/{ids.table}/rows", data={"c2": "/first"}))
    new = rows_of(ids, ids.table)[0]
    assert partials(piece) == [(f"#block-{ids.table} tbody", "afterbegin", [f"row-{new}"])]
    piece = assert_piece(as_author.piece("POST", f"/blocks/{ids.items}/rows", data={"text": "first"}))
    new = rows_of(ids, ids.items)[0]
    assert partials(piece) == [(f"#block-{ids.items}", "afterbegin", [f"row-{new}"])]


def test_a_row_that_moves_leaves_its_place_and_comes_to_the_other(as_author: Browser, ids: Ids) -> None:
    sent = {"block": str(ids.table), "after": str(ids.post)}
    piece = assert_piece(as_author.piece("PUT", f"/rows/{ids.get}/position", data=sent))
    assert rows_of(ids, ids.table) == [ids.post, ids.get]
    # Of two neighbours that change places either may be the one that moves.
    assert partials(piece) in (
        [(f"#row-{ids.get}", "delete", []), (f"#row-{ids.post}", "afterend", [f"row-{ids.get}"])],
        [
            (f"#row-{ids.post}", "delete", []),
            (f"#block-{ids.table} tbody", "afterbegin", [f"row-{ids.post}"]),
        ],
    )


def test_an_item_is_nested_and_taken_out_again(as_author: Browser, ids: Ids) -> None:
    page = as_author.get(f"/designs/{ids.key}.md").text
    piece = assert_piece(as_author.piece("PUT", f"/rows/{ids.two}/depth", data={"by": "in"}))
    assert db.session.get_one(Row, ids.two).depth == 1
    assert (f"#row-{ids.two}", "outerHTML", [f"row-{ids.two}"]) in partials(piece)
    assert_piece(as_author.piece("PUT", f"/rows/{ids.two}/depth", data={"by": "out"}))
    assert as_author.get(f"/designs/{ids.key}.md").text == page


def test_a_deleted_row_is_gone_from_the_page(as_author: Browser, ids: Ids) -> None:
    piece = assert_piece(as_author.piece("DELETE", f"/rows/{ids.post}"))
    assert rows_of(ids, ids.table) == [ids.get]
    assert partials(piece) == [(f"#row-{ids.post}", "delete", [])]


def test_a_deleted_row_is_put_back_with_what_was_typed_meanwhile(as_author: Browser, ids: Ids) -> None:
    assert_piece(as_author.piece("DELETE", f"/rows/{ids.post}"))
    typed = {"text": "mine", "base": "second"}
    conflict = assert_piece(as_author.piece("PUT", f"/rows/{ids.post}/cells/c3", data=typed), 409)
    (form,) = tree(conflict).iter("form")
    sent = {str(each.get("name")): each.get("value", "") for each in form.iter("input")}
    assert form.get("action") == f"/rows/{ids.post}/restoration"
    assert (sent["column"], sent["text"]) == ("c3", "mine")
    piece = assert_piece(as_author.piece("POST", f"/rows/{ids.post}/restoration", data=sent))
    assert partials(piece) == [(f"#row-{ids.get}", "afterend", [f"row-{ids.post}"])]
    assert rows_of(ids, ids.table) == [ids.get, ids.post]
    assert db.session.get_one(Row, ids.post).cells == {"c1": "POST", "c2": "/b", "c3": "mine"}


def test_a_row_that_somebody_put_back_first_asks_which_text_is_to_stand(
    as_author: Browser, as_owner: Browser, ids: Ids
) -> None:
    address = f"/rows/{ids.post}/restoration"
    assert_piece(as_author.piece("DELETE", f"/rows/{ids.post}"))
    assert_piece(as_owner.piece("POST", address, data={"column": "c3", "text": "theirs"}))
    before = database_digest()
    answer = as_author.piece("POST", address, data={"column": "c3", "text": "mine"})
    conflict = assert_piece(answer, 409)
    assert "Our Owner" in conflict
    assert_page(as_author.post(address, data={"column": "c3", "text": "mine"}), 409)
    assert database_digest() == before
    mine = next(form for form in tree(conflict).iter("form") if form.get("data-choice") == "mine")
    sent = {str(each.get("name")): each.get("value", "") for each in mine.iter("input")}
    assert mine.get("action") == f"/rows/{ids.post}/cells/c3"
    assert_piece(as_author.piece("PUT", f"/rows/{ids.post}/cells/c3", data=sent))
    assert db.session.get_one(Row, ids.post).cells["c3"] == "mine"


def test_a_row_that_is_there_is_not_put_back_into_a_column_that_it_has_not(
    as_author: Browser, ids: Ids
) -> None:
    before = database_digest()
    answer = as_author.piece("POST", f"/rows/{ids.post}/restoration", data={"column": "c9", "text": "x"})
    assert "no such column" in assert_piece(answer, 422)
    assert database_digest() == before


def test_numbers_that_follow_are_drawn_again(as_author: Browser) -> None:
    design = make_design("# T\n\n1. one\n2. two\n3. three\n")
    first, second, third = (row.id for row in load_pieces(documents_of(design)[0].id).rows[-1][0])
    piece = assert_piece(as_author.piece("DELETE", f"/rows/{first}"))
    assert partials(piece) == [
        (f"#row-{first}", "delete", []),
        (f"#row-{second}", "outerHTML", [f"row-{second}"]),
        (f"#row-{third}", "outerHTML", [f"row-{third}"]),
    ]
    assert as_author.get(f"/designs/{design.key}.md").text == "# T\n\n1. two\n2. three\n"


def test_the_last_item_takes_its_list_along(as_author: Browser) -> None:
    design = make_design("# T\n\n## A\n\n- only\n\nwords\n")
    pieces = load_pieces(documents_of(design)[0].id)
    piece = assert_piece(as_author.piece("DELETE", f"/rows/{pieces.rows[-1][0][0].id}"))
    section = pieces.sections[-1].id
    assert partials(piece) == [(f"#section-{section}", "outerMorph", [f"section-{section}"])]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/rows/{get}/position", {"block": "{table}", "after": "{get}"}),
        ("/rows/{get}/position", {"block": "{table}", "after": "x"}),
        ("/rows/{get}/position", {"block": "{table}", "after": "0"}),
        ("/rows/{get}/position", {"block": "", "after": ""}),
        ("/rows/{get}/position", {"block": "{items}", "after": ""}),
        ("/rows/{get}/position", {"block": "{table}", "after": "{one}"}),
        ("/rows/{one}/depth", {"by": "in"}),
        ("/rows/{one}/depth", {"by": "sideways"}),
        ("/rows/{get}/depth", {"by": "in"}),
        ("/rows/{get}/done", {"done": "yes"}),
        ("/rows/{one}/done", {"done": "perhaps"}),
        ("/blocks/{table}/rows", {"c9": "x"}),
        ("/blocks/{table}/rows", {"text": "x"}),
        ("/blocks/{prose}/rows", {"text": "x"}),
        ("/blocks/{table}/rows", {"after": "{one}", "c1": "PUT"}),
        ("/blocks/{table}/rows", {"after": "99999999999999999999", "c1": "PUT"}),
        ("/blocks/{table}/rows", {"c1": "a\x00b"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_the_rows_alone(
    as_author: Browser, ids: Ids, path: str, sent: dict[str, str]
) -> None:
    before = database_digest()
    data = {name: value.format(**vars(ids)) for name, value in sent.items()}
    answer = as_author.piece("POST", path.format(**vars(ids)), data=data)
    assert answer.status_code == 422, answer.text
    assert database_digest() == before


def test_a_row_under_itself_is_refused(as_author: Browser) -> None:
    design = make_design("# T\n\n- a\n  - b\n- c\n")
    block = load_pieces(documents_of(design)[0].id)
    a, b, _ = (row.id for row in block.rows[-1][0])
    before = database_digest()
    sent = {"block": str(block.blocks[-1][0].id), "after": str(b)}
    answer = as_author.piece("PUT", f"/rows/{a}/position", data=sent)
    assert answer.status_code == 422 or "Designbook-Batch" not in answer.headers
    assert database_digest() == before


def test_a_row_of_another_design_is_no_neighbour(as_author: Browser, ids: Ids) -> None:
    other = make_edited()
    before = database_digest()
    for path, sent in (
        (f"/blocks/{ids.table}/rows", {"after": str(other.get), "c1": "PUT"}),
        (f"/rows/{ids.get}/position", {"block": str(other.table), "after": ""}),
        (f"/rows/{ids.get}/position", {"block": str(ids.table), "after": str(other.post)}),
    ):
        answer = as_author.piece("POST", path, data=sent)
        assert answer.status_code in {404, 422}, answer.text
    assert database_digest() == before


def test_without_scripts_a_row_has_a_page_with_what_can_be_done(as_author: Browser, ids: Ids) -> None:
    page = tree(assert_page(as_author.get(f"/rows/{ids.get}")))
    forms = {str(form.get("action")): form for form in page.iter("form")}
    assert f"/rows/{ids.get}/deletion" in forms
    move = forms[f"/rows/{ids.get}/position"]
    sent = {str(each.get("name")): each.get("value", "") for each in move.iter("input")}
    assert text_of(move) == "Move down"
    assert_goes_to(
        as_author.post(f"/rows/{ids.get}/position", data=sent), f"/designs/{ids.key}#row-{ids.get}"
    )
    assert rows_of(ids, ids.table) == [ids.post, ids.get]
    links = {link.get("href") for link in page.iter("a")}
    assert {f"/rows/{ids.get}/cells/c1", f"/blocks/{ids.table}"} <= links
