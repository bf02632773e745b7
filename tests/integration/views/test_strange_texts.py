"""Strange but legal texts, wherever something is typed, and the one that Markdown cannot hold there."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from tests.assertions import assert_page, database_digest
from tests.browser import Browser
from tests.edits import Edit, Write, make_ready, newest_batch
from tests.factories import make_design
from tests.laws import assert_design_laws
from tests.markup import text_of, tree
from webapp.extensions import db
from webapp.models import Batch, Design, Row
from webapp.services.naming import document_name

STRANGE = (
    "\u202egnirts\u202c",
    "👩\u200d👩\u200d👧 e\u0301",
    "</textarea><svg onload=x>",
    "{{7*7}}",
    "-->",
    "<!-- x",
    "# x",
    "---",
    "1.",
    "```",
)
LITERAL: dict[str, tuple[str, str]] = {
    "cell": ("cell", "text"),
    "item": ("item", "text"),
    "row": ("add row", "c3"),
    "new item": ("add item", "text"),
    "pasted cell": ("paste", "pasted"),
    "row put back": ("restore row", "text"),
    "column": ("add column", "name"),
    "renamed column": ("rename column", "text"),
    "heading": ("title", "text"),
    "section": ("add section", "text"),
    "document": ("add document", "name"),
    "renamed document": ("rename document", "name"),
    "title": ("design title", "text"),
    "design": ("new design", "title"),
}
"""Where a text is that of one place, whatever Markdown would make of it elsewhere: request and field."""
MARKDOWN = {
    "block": ("block text", "text"),
    "new text": ("add block", "text"),
    "section as Markdown": ("section text", "text"),
    "document as Markdown": ("document text", "text"),
}
MORE = {
    "item": Write(lambda at: Edit("PUT", f"/rows/{at.one}/cells/text", {"text": "", "base": "one"})),
    "add item": Write(
        lambda at: Edit("POST", f"/blocks/{at.items}/rows", {"after": str(at.two), "text": ""})
    ),
}


@pytest.mark.parametrize("place", LITERAL)
def test_it_is_shown_as_it_was_typed(as_author: Browser, place: str) -> None:
    for text in STRANGE:
        shown = sent(as_author, *LITERAL[place], text)
        wanted = document_name(text) if "document" in place else text
        assert shown, (text, "was refused")
        assert normalize("NFC", wanted) in normalize("NFC", shown), (text, shown)


@pytest.mark.parametrize("place", MARKDOWN)
def test_as_markdown_it_is_read_as_such_or_refused(as_author: Browser, place: str) -> None:
    for text in STRANGE:
        sent(as_author, *MARKDOWN[place], text)


@pytest.mark.parametrize(("marker", "is_held"), [("-", False), ("1.", False), ("- [ ]", True)])
def test_an_empty_first_item_under_a_paragraph_is_refused_with_a_sentence(
    as_author: Browser, marker: str, is_held: bool
) -> None:
    make_design(f"# FEAT-001: T\n\n**Who:**\n{marker} first\n")
    row = db.session.scalars(db.select(Row)).one()
    rows = f"/blocks/{row.block_id}/rows"
    tried = [
        Edit("PUT", f"/rows/{row.id}/cells/text", {"text": "", "base": "first"}),
        Edit("POST", rows, {"text": ""}),
        Edit("POST", f"/blocks/{row.block_id}/clearing", {"rows": str(row.id), "columns": "text"}),
    ]
    for edit in tried:
        before = database_digest()
        answer = as_author.piece(edit.method, edit.path, data=edit.data)
        if is_held:
            assert answer.status_code == 200, answer.text
            as_author.piece("POST", "/designs/FEAT-001/undo")
            continue
        assert answer.status_code == 422
        assert "would be read as" in answer.text
        assert database_digest() == before
    assert as_author.piece("POST", rows, data={"text": "zeroth"}).status_code == 200


def sent(browser: Browser, name: str, field: str, text: str) -> str | None:
    """Send a strange text; what the page shows then, None where it was refused with a sentence."""
    _, edit = make_ready(name, browser, MORE)
    before, newest = database_digest(), newest_batch()
    answer = browser.piece(edit.method, edit.path, data={**edit.data, field: text})
    if answer.status_code == 422:
        assert len(text_of(tree(answer.text)).split()) > 4, answer.text
        assert database_digest() == before
        return None
    assert answer.status_code in {200, 204}, answer.text
    batch = db.session.get_one(Batch, newest_batch())
    assert batch.id > newest, text
    design = db.session.get_one(Design, batch.design_id)
    assert_design_laws(design)
    pages = [f"/designs/{design.key}", *([f"/designs/{design.key}/changes"] if text[0] in "<{" else [])]
    shown, *_ = trees = [tree(assert_page(browser.get(page))) for page in pages]
    for page in [tree(answer.text), *trees]:
        assert "49" not in text_of(page).split()
        assert not [each for each in page.iter() if each.get("onload")]
    return text_of(shown)
