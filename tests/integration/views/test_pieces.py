"""The pieces that an edit answers, put in their places, are the page as it is when it is loaded anew."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from tests.assertions import assert_page, assert_piece
from tests.browser import Browser
from tests.edits import WRITES, Edit, Ids, Write, make_ready
from tests.markup import tree
from tests.putting import put, shown

LEADING_ELSEWHERE = ("design", "document")
"""What these words are about answers the address of another page, or stands beside the document."""

MORE = {
    "add item": Write(
        lambda at: Edit("POST", f"/blocks/{at.items}/rows", {"after": str(at.two), "text": "x"})
    ),
    "add first row": Write(lambda at: Edit("POST", f"/blocks/{at.table}/rows", {"after": "", "c2": "/0"})),
    "give a box": Write(lambda at: Edit("PUT", f"/rows/{at.two}/done", {"done": "yes"})),
    "take the only box": Write(lambda at: Edit("DELETE", f"/rows/{at.one}")),
    "delete with what is nested": Write(lambda at: Edit("DELETE", f"/rows/{at.two}")),
    "item": Write(
        lambda at: Edit("PUT", f"/rows/{at.one}/cells/text", {"text": "[x](y) `z`", "base": "one"})
    ),
    "outdent": Write(lambda at: Edit("PUT", f"/rows/{at.two}/depth", {"by": "out"}), ("nest row",)),
    "undo of a paste": Write(lambda at: Edit("POST", f"/designs/{at.key}/undo"), ("paste",)),
    "undo of a deletion": Write(lambda at: Edit("POST", f"/designs/{at.key}/undo"), ("delete section",)),
    "undo of a column": Write(lambda at: Edit("POST", f"/designs/{at.key}/undo"), ("delete column",)),
    "list as Markdown": Write(
        lambda at: Edit("PUT", f"/blocks/{at.items}/text", {"text": "1. a\n2. b", "base": ITEMS})
    ),
}
ITEMS = "- [ ] one\n- two\n  - nested\n- three"
ASKED = {name: write for name, write in {**WRITES, **MORE}.items() if not name.endswith(LEADING_ELSEWHERE)}
ASKED = {name: write for name, write in ASKED.items() if "design" not in name and "by a form" not in name}


@pytest.mark.parametrize("name", ASKED)
def test_they_give_the_page(as_author: Browser, name: str) -> None:
    ids, edit = make_ready(name, as_author, MORE)
    before = page_of(as_author, ids)
    page = page_of(as_author, ids)

    put(page, assert_piece(as_author.piece(edit.method, edit.path, data=edit.data)))
    put(page, assert_piece(as_author.piece("GET", f"/documents/{ids.document}/facts")))

    article = f"document-{ids.document}"
    now = page_of(as_author, ids)
    assert shown(page, article) == shown(now, article)
    assert shown(before, article) != shown(now, article)


def page_of(browser: Browser, ids: Ids) -> Element:
    return tree(assert_page(browser.get(f"/designs/{ids.key}")))
