"""One cell of a table, the text of an item, the box of a task: saved, refused, contested."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.factories import make_design
from tests.markup import by_class, text_of, tree
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Person, Row
from webapp.services.documents import documents_of
from webapp.services.pieces import load_pieces

STATEMENTS_MAX = 21


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def cells(row_id: int) -> dict[str, str]:
    return db.session.get_one(Row, row_id).cells


def test_a_saved_cell_is_answered_as_the_page_draws_it(as_author: Browser, ids: Ids) -> None:
    answer = as_author.piece(
        "PUT", f"/rows/{ids.get}/cells/c3", data={"text": "*new* words", "base": "first"}
    )
    piece = assert_piece(answer)
    assert cells(ids.get)["c3"] == "*new* words"
    assert piece.startswith(f'<td class="cell" id="row-{ids.get}-c3" data-text="*new* words"')
    assert piece.strip() in assert_page(as_author.get(f"/designs/{ids.key}"))


def test_the_text_of_an_item_is_answered_as_the_page_draws_it(as_author: Browser, ids: Ids) -> None:
    answer = as_author.piece("PUT", f"/rows/{ids.two}/cells/text", data={"text": "`2`", "base": "two"})
    piece = assert_piece(answer)
    assert cells(ids.two) == {"text": "`2`"}
    assert f'id="row-{ids.two}-text"' in piece
    assert piece.strip() in assert_page(as_author.get(f"/designs/{ids.key}"))


def test_a_box_is_answered_as_the_page_draws_it(as_author: Browser, ids: Ids) -> None:
    piece = assert_piece(as_author.piece("PUT", f"/rows/{ids.one}/done", data={"done": "yes"}))
    assert db.session.get_one(Row, ids.one).done is True
    assert [each.get("aria-checked") for each in by_class(piece, "box")] == ["true"]
    assert piece.strip() in assert_page(as_author.get(f"/designs/{ids.key}"))


def test_an_item_without_a_box_gets_one_and_is_answered_whole(as_author: Browser, ids: Ids) -> None:
    piece = assert_piece(as_author.piece("PUT", f"/rows/{ids.two}/done", data={"done": "no"}))
    assert db.session.get_one(Row, ids.two).done is False
    assert piece.strip().startswith("<li")
    assert f'id="row-{ids.two}"' in piece
    assert [each.get("aria-checked") for each in by_class(piece, "box")] == ["false"]


def test_without_scripts_a_cell_has_a_form_that_leads_back_to_its_row(as_author: Browser, ids: Ids) -> None:
    address = f"/rows/{ids.get}/cells/c3"
    page = tree(assert_page(as_author.get(address)))
    (form,) = [each for each in page.iter("form") if each.get("action") == address]
    sent = {str(each.get("name")): each.get("value", "") for each in form.iter("input")}
    sent["text"] = text_of(next(form.iter("textarea")))
    assert (sent["text"], sent["base"]) == ("first", "first")
    answer = as_author.post(address, data=sent | {"text": "other"})
    assert_goes_to(answer, f"/designs/{ids.key}#row-{ids.get}")
    assert cells(ids.get)["c3"] == "other"


def test_a_line_break_of_a_table_is_one_in_its_editor(as_author: Browser) -> None:
    design = make_design("# T\n\n| a | b |\n|---|---|\n| one<br>two | c |\n")
    row = load_pieces(documents_of(design)[0].id).rows[-1][0][0]
    address = f"/rows/{row.id}/cells/c1"
    assert ">\none\ntwo</textarea>" in assert_piece(as_author.piece("GET", address))
    sent = {"text": "one\r\ntwo\r\nthree", "base": "one\r\ntwo"}
    assert_piece(as_author.piece("PUT", address, data=sent))
    assert cells(row.id)["c1"] == "one<br>two<br>three"


def test_a_text_that_breaks_the_rule_of_its_column_is_refused_by_its_form(
    as_author: Browser, ids: Ids
) -> None:
    before = database_digest()
    for method, path in (("PUT", "cells/c1"), ("PUT", "cells/c2")):
        sent = {"text": "no such thing", "base": "GET" if path.endswith("1") else "/a"}
        answer = as_author.piece(method, f"/rows/{ids.get}/{path}", data=sent)
        piece = tree(assert_piece(answer, 422))
        (field,) = [each for each in page_fields(piece) if each.get("name") == "text"]
        assert field.get("aria-invalid") == "true"
        assert (field.get("value") or text_of(field)) == "no such thing"
        (message,) = [each for each in piece.iter("p") if each.get("role") == "alert"]
        assert message.get("id") == field.get("aria-describedby")
        assert text_of(message).endswith(".")
    assert database_digest() == before
    assert_piece(as_author.piece("PUT", f"/rows/{ids.get}/cells/c1", data={"text": "PUT", "base": "GET"}))
    assert cells(ids.get)["c1"] == "PUT"


def page_fields(piece: object) -> list[object]:
    return [each for each in piece.iter() if each.tag in {"input", "textarea"}]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["\ud800", "a\x00b", "a\x1bb", "x" * 1_000_001, "x" * 20_001], ids=lambda text: ascii(text[:4])
)
def test_a_text_that_cannot_be_kept_is_refused_and_shown_again(
    as_author: Browser, ids: Ids, text: str
) -> None:
    before = database_digest()
    data = {"text": text.encode("utf-8", "surrogatepass"), "base": b"first"}
    answer = as_author.piece("PUT", f"/rows/{ids.get}/cells/c3", data=data)
    assert answer.status_code in {413, 422}
    assert "Traceback" not in answer.text
    assert database_digest() == before


@pytest.mark.parametrize(
    "text",
    [
        "</textarea><b>",
        "{{7*7}}",
        "-->",
        "# x",
        "---",
        "1.",
        "\u202eא",
        "😀",
        "a | b",
        "ends in \\",
        '"onfocus="x',
    ],
)
def test_a_strange_text_is_kept_and_shown_as_typed(as_author: Browser, ids: Ids, text: str) -> None:
    address = f"/rows/{ids.get}/cells/c3"
    assert_piece(as_author.piece("PUT", address, data={"text": text, "base": "first"}))
    assert cells(ids.get)["c3"] == text
    piece = tree(assert_piece(as_author.piece("GET", address)))
    (field,) = list(piece.iter("textarea"))
    assert (field.text or "").strip() == text


def test_somebody_who_was_faster_leaves_a_choice(
    as_author: Browser, as_owner: Browser, owner: Person, ids: Ids
) -> None:
    address = f"/rows/{ids.get}/cells/c3"
    assert_piece(as_owner.piece("PUT", address, data={"text": "theirs", "base": "first"}))
    answer = as_author.piece("PUT", address, data={"text": "mine", "base": "first"})
    piece = assert_piece(answer, 409)
    assert cells(ids.get)["c3"] == "theirs"
    assert owner.name in piece
    assert [text_of(each) for each in tree(piece).iter("dd")] == ["first", "theirs", "mine"]
    sent = [
        {str(each.get("name")): each.get("value") for each in form.iter("input")}
        for form in tree(piece).iter("form")
    ]
    assert [(each.get("base"), each.get("text")) for each in sent] == [
        ("theirs", "mine"),
        ("theirs", "theirs"),
        ("theirs", None),
    ]
    assert all(form.get("action") == address for form in tree(piece).iter("form"))
    assert_piece(as_author.piece("PUT", address, data={"text": "mine", "base": "theirs"}))
    assert cells(ids.get)["c3"] == "mine"


def test_a_conflict_is_a_page_without_scripts(as_author: Browser, as_owner: Browser, ids: Ids) -> None:
    address = f"/rows/{ids.get}/cells/c3"
    assert_piece(as_owner.piece("PUT", address, data={"text": "theirs", "base": "first"}))
    page = assert_page(as_author.post(address, data={"text": "mine", "base": "first"}), 409)
    assert "Keep mine" in page
    assert "Take theirs" in page
    assert cells(ids.get)["c3"] == "theirs"


def test_another_cell_of_the_row_is_no_conflict(as_author: Browser, as_owner: Browser, ids: Ids) -> None:
    assert_piece(as_owner.piece("PUT", f"/rows/{ids.get}/cells/c2", data={"text": "/z", "base": "/a"}))
    assert_piece(as_author.piece("PUT", f"/rows/{ids.get}/cells/c3", data={"text": "x", "base": "first"}))
    assert cells(ids.get) == {"c1": "GET", "c2": "/z", "c3": "x"}


def test_a_text_that_stands_there_already_writes_nothing(as_author: Browser, ids: Ids) -> None:
    before = database_digest()
    answer = as_author.piece("PUT", f"/rows/{ids.get}/cells/c3", data={"text": "first", "base": "first"})
    assert_piece(answer)
    assert "Designbook-Batch" not in answer.headers
    assert database_digest() == before


@pytest.mark.parametrize("column", ["c9", "text", "done", "c", "c01"])
def test_a_column_that_is_not_there_is_missing(as_author: Browser, ids: Ids, column: str) -> None:
    before = database_digest()
    address = f"/rows/{ids.get}/cells/{column}"
    assert as_author.piece("GET", address).status_code == 404
    assert as_author.piece("PUT", address, data={"text": "x", "base": ""}).status_code == 404
    assert database_digest() == before


def test_only_the_line_of_the_row_differs(as_author: Browser, ids: Ids) -> None:
    before = as_author.get(f"/designs/{ids.key}.md").text
    assert_piece(as_author.piece("PUT", f"/rows/{ids.get}/cells/c3", data={"text": "new", "base": "first"}))
    after = as_author.get(f"/designs/{ids.key}.md").text
    assert after == before.replace("| GET | /a | first |", "| GET | /a | new |")


@pytest.mark.parametrize(("part", "text", "base"), [("c2", "/other", "/a"), ("c3", "other", "first")])
def test_saving_a_cell_takes_few_statements(
    as_author: Browser, ids: Ids, part: str, text: str, base: str
) -> None:
    as_author.get(f"/designs/{ids.key}")
    with statements() as sent:
        assert_piece(
            as_author.piece("PUT", f"/rows/{ids.get}/cells/{part}", data={"text": text, "base": base})
        )
    asked = [each for each in sent if not each.startswith("BEGIN")]
    assert len(asked) <= STATEMENTS_MAX, "\n".join(asked)
