"""Blocks: added, written anew, moved, deleted; their sections are drawn again."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.markup import partials, tree
from webapp.extensions import db
from webapp.models import Block
from webapp.services.pieces import load_pieces


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def kinds(ids: Ids) -> list[list[str]]:
    return [[block.kind for block in blocks] for blocks in load_pieces(ids.document).blocks[-2:]]


def drawn_again(*sections: int) -> list[tuple[str, str, list[str]]]:
    return [(f"#section-{each}", "outerMorph", [f"section-{each}"]) for each in sections]


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("prose", "New *words*.", "New *words*."),
        ("table", "a\tb\n1\t2", "| a"),
        ("checklist", "one\ntwo", "- [ ] one\n- [ ] two"),
        ("bullets", "one", "- one"),
        ("steps", "one\ntwo", "1. one\n2. two"),
        ("code", "x = 1", "```\nx = 1\n```"),
        ("divider", "", "---"),
    ],
)
def test_a_block_of_each_kind_is_added_under_a_heading(
    as_author: Browser, ids: Ids, kind: str, text: str, written: str
) -> None:
    sent = {"after": "", "kind": kind, "text": text}
    piece = assert_piece(as_author.piece("POST", f"/sections/{ids.later}/blocks", data=sent))
    assert kinds(ids) == [["table", "checklist", "prose"], [kind, "prose"]]
    assert written in as_author.get(f"/designs/{ids.key}.md").text
    assert partials(piece) == drawn_again(ids.later)


def test_a_text_is_written_anew_and_keeps_its_id(as_author: Browser, ids: Ids) -> None:
    sent = {"text": "Other **words**.\r\n\r\n", "base": "Some *words*."}
    piece = assert_piece(as_author.piece("PUT", f"/blocks/{ids.prose}/text", data=sent))
    assert db.session.get_one(Block, ids.prose).source == "Other **words**.\n"
    assert partials(piece) == drawn_again(ids.endpoints)
    assert 'data-text="Other **words**."' in piece


def test_a_table_is_edited_as_markdown(as_author: Browser, ids: Ids) -> None:
    address = f"/blocks/{ids.table}/text"
    (field,) = tree(assert_piece(as_author.piece("GET", address))).iter("textarea")
    text = (field.text or "").strip()
    assert text.splitlines()[-1] == "| POST | /b | second |"
    sent = {"text": f"{text}\n| PUT | /c | third |", "base": text}
    assert_piece(as_author.piece("PUT", address, data=sent))
    rows = load_pieces(ids.document).rows[-2][0]
    assert [row.id for row in rows][:2] == [ids.get, ids.post]
    assert rows[2].cells == {"c1": "PUT", "c2": "/c", "c3": "third"}


def test_two_who_wrote_one_text_have_a_choice(as_author: Browser, as_owner: Browser, ids: Ids) -> None:
    address = f"/blocks/{ids.prose}/text"
    assert_piece(as_owner.piece("PUT", address, data={"text": "Theirs.", "base": "Some *words*."}))
    sent = {"text": "Mine.", "base": "Some *words*."}
    assert "Keep mine" in assert_piece(as_author.piece("PUT", address, data=sent), 409)
    assert db.session.get_one(Block, ids.prose).source == "Theirs.\n"


def test_a_block_moves_within_its_section_and_to_another(as_author: Browser, ids: Ids) -> None:
    address = f"/blocks/{ids.prose}/position"
    piece = assert_piece(
        as_author.piece("PUT", address, data={"section": str(ids.endpoints), "after": str(ids.table)})
    )
    assert kinds(ids) == [["table", "prose", "checklist"], ["prose"]]
    assert partials(piece) == drawn_again(ids.endpoints)
    piece = assert_piece(as_author.piece("PUT", address, data={"section": str(ids.later), "after": ""}))
    assert kinds(ids) == [["table", "checklist"], ["prose", "prose"]]
    assert partials(piece) == drawn_again(ids.endpoints, ids.later)


def test_a_deleted_block_is_gone(as_author: Browser, ids: Ids) -> None:
    piece = assert_piece(as_author.piece("DELETE", f"/blocks/{ids.items}"))
    assert kinds(ids) == [["table", "prose"], ["prose"]]
    assert partials(piece) == drawn_again(ids.endpoints)
    assert f'id="block-{ids.items}"' not in piece


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/sections/{later}/blocks", {"after": "", "kind": "prose", "text": ""}),
        ("/sections/{later}/blocks", {"after": "", "kind": "raw", "text": "x"}),
        ("/sections/{later}/blocks", {"after": "{table}", "kind": "prose", "text": "x"}),
        ("/sections/{later}/blocks", {"after": "", "kind": "prose", "text": "a\x00b"}),
        ("/sections/{later}/blocks", {"after": "", "kind": "prose", "text": "x" * 100_001}),
        ("/blocks/{prose}/position", {"section": "{endpoints}", "after": "{prose}"}),
        ("/blocks/{prose}/position", {"section": "{later}", "after": "{table}"}),
        ("/blocks/{prose}/position", {"section": "x", "after": ""}),
        ("/blocks/{prose}/text", {"text": "x" * 100_001, "base": "Some *words*."}),
        ("/blocks/{prose}/text", {"text": "a\x1bb", "base": "Some *words*."}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_the_blocks_alone(
    as_author: Browser, ids: Ids, path: str, sent: dict[str, str]
) -> None:
    before = database_digest()
    data = {name: value.format(**vars(ids)) for name, value in sent.items()}
    answer = as_author.piece("POST", path.format(**vars(ids)), data=data)
    assert answer.status_code == 422, answer.text[:500]
    assert database_digest() == before


def test_a_block_of_another_design_is_not_reached(as_author: Browser, ids: Ids) -> None:
    other = make_edited()
    before = database_digest()
    for sent in (
        {"section": str(other.later), "after": ""},
        {"section": str(ids.later), "after": str(other.prose)},
    ):
        answer = as_author.piece("PUT", f"/blocks/{ids.prose}/position", data=sent)
        assert answer.status_code in {404, 422}, answer.text
    assert database_digest() == before


def test_without_scripts_a_block_has_a_page(as_author: Browser, ids: Ids) -> None:
    page = tree(assert_page(as_author.get(f"/blocks/{ids.prose}")))
    (form,) = [
        each for each in page.iter("form") if each.get("action") == f"/sections/{ids.endpoints}/blocks"
    ]
    sent = {str(each.get("name")): each.get("value", "") for each in form.iter("input")}
    answer = as_author.post(str(form.get("action")), data=sent | {"kind": "bullets", "text": "a\r\nb"})
    assert kinds(ids)[0] == ["table", "checklist", "prose", "bullets"]
    new = load_pieces(ids.document).blocks[-2][-1].id
    assert_goes_to(answer, f"/designs/{ids.key}#block-{new}")
