"""What no request may bring: it is refused in words, and nothing is changed, whatever it was sent to."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from tests.assertions import database_digest
from tests.browser import Browser
from tests.edits import WRITES, Edit, Ids, make_edited, make_ready
from webapp.extensions import db
from webapp.models import Block, Design, Document, Row, Section
from webapp.views.encoding import URLENCODED

writes = pytest.mark.parametrize("name", WRITES)

NO_IDS = ("frog", "-1", "0", "01", "+5", "1.5", "٣", "1_0", "9" * 19, "9" * 40, "1\0", " 1")
TYPED = frozenset({"text", "name", "title", "pasted", "c2"})
NAMED = frozenset({"block", "section", "row", "rows", "after"})
CHOSEN = {
    "done": ("", "true", "1"),
    "by": ("", "up"),
    "kind": ("", "quote", "Table", "x" * 1_000_000),
    "level": ("", "0", "7", "٣", "1.0", "-1"),
    "column": ("c9", "c0", "C3", "text", "c3\0", "c" + "9" * 40),
    "columns": ("", "c9", "text", "c3\0"),
    "priority": ("", "P9", "p0"),
    "status": ("draft", "Gone"),
    "project": ("", "NONE", "feat"),
    "designs": ("", "FEAT", "FEAT-999", "1", "FEAT-٣", "FEAT-1\0"),
}
"""What is not among the choices of a field."""


@writes
def test_what_cannot_be_stored_is_not(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    for field in edit.data.keys() & TYPED:
        for text in (b"a\0b", b"a\x07b", b"a\xed\xa0\x80b", b"\xff", b"x" * 1_000_001):
            refused(as_author, edit, field, text, {422})
    for field in edit.data.keys() & {"base"}:
        for text in (b"a\0b", b"a\xed\xa0\x80b", b"x" * 1_000_001):
            refused(as_author, edit, field, text, {409, 422})
    assert database_digest() == before


@writes
def test_what_is_no_choice_is_refused(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    for field in edit.data.keys() & CHOSEN.keys():
        for value in CHOSEN[field]:
            refused(as_author, edit, field, value, {404, 422})
    for field in edit.data.keys() & NAMED:
        if name not in {"add column", "move column"}:
            for value in NO_IDS:
                refused(as_author, edit, field, value, {422})
    assert database_digest() == before


@writes
def test_pieces_of_other_documents_and_designs_are_not_named(as_author: Browser, name: str) -> None:
    ids, edit = make_ready(name, as_author)
    own, foreign = pieces_of(ids.key), pieces_of(ids.other)
    before = database_digest()
    for field in edit.data.keys() & NAMED:
        kind = what_is_named(edit, field)
        if kind is None:
            continue
        for piece in foreign[kind]:
            refused(as_author, edit, field, str(piece), {422} if kind is Document else {404})
        for piece in [] if kind is Document else [each for each in own[kind] if not of_main(kind, each, ids)]:
            refused(as_author, edit, field, str(piece), {422})
        refused(as_author, edit, field, "987654321", {422} if kind is Document else {404})
    assert database_digest() == before


def test_an_address_that_names_nothing_is_missing(as_author: Browser) -> None:
    ids = make_edited()
    before, tried = database_digest(), 0
    for name, write in WRITES.items():
        edit = write.edit(ids)
        for number in NO_IDS:
            path = re.sub(r"(?<=/)\d+(?=/|$)", quote(number), edit.path, count=1)
            if path != edit.path:
                tried += 1
                answer = as_author.piece(edit.method, path, data=edit.data)
                assert answer.status_code == 404, (name, number, answer.text)
    assert tried > 30 * len(NO_IDS)
    assert database_digest() == before


@pytest.mark.parametrize(
    "answer", [("", 204), ("", 422), ("<p>No</p>", 422), ("Words enough, but a fault", 500)]
)
def test_what_is_taken_or_refused_without_a_word_is_found(
    app: Flask, as_author: Browser, monkeypatch: pytest.MonkeyPatch, answer: tuple[str, int]
) -> None:
    _, edit = make_ready("title", as_author)
    refused(as_author, edit, "text", b"a\0b", {422})
    endpoint, _ = app.url_map.bind("localhost").match(edit.path, edit.method)
    monkeypatch.setitem(app.view_functions, endpoint, lambda **named: answer)
    with pytest.raises(AssertionError):
        refused(as_author, edit, "text", b"a\0b", {422})


def refused(browser: Browser, edit: Edit, field: str, value: str | bytes, status: set[int]) -> None:
    """This value in a field is refused, and the answer says something about it."""
    body = urlencode({**edit.data, field: value}, doseq=True)
    answer = browser.piece(edit.method, edit.path, data=body, content_type=URLENCODED)
    assert answer.status_code in status, (field, value[:40], answer.text[:500])
    alert = re.search(r'(?s)(role="alert"|class="toast|data-conflict)[^>]*>(.*)', answer.text)
    assert alert, answer.text
    assert len(re.sub(r"<[^>]+>|\s+", " ", alert[2]).split()) > 3, answer.text


def pieces_of(key: str) -> dict[type, list[int]]:
    """The ids of everything in a design."""
    number = int(key.rpartition("-")[2])
    found = db.select(Document.id).join(Design).where(Design.number == number)
    return {
        Document: list(db.session.scalars(found)),
        **{
            model: list(db.session.scalars(db.select(model.id).where(model.document_id.in_(found))))
            for model in (Section, Block, Row)
        },
    }


def of_main(kind: type, piece_id: int, ids: Ids) -> bool:
    return bool(db.session.get_one(kind, piece_id).document_id == ids.document)


def what_is_named(edit: Edit, field: str) -> type | None:
    """The kind of piece that a field of a request names; None for a column."""
    if field != "after":
        return {"block": Block, "section": Section, "row": Row, "rows": Row}[field]
    if "/columns" in edit.path:
        return None
    noun = edit.path.split("/")[3] if edit.method == "POST" else edit.path.split("/")[1]
    return {"rows": Row, "blocks": Block, "sections": Section, "documents": Document}[noun]
