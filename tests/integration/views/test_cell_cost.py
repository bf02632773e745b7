"""What a save costs, told without a clock: the statements of the whole request, however long the document."""

from __future__ import annotations

import pytest

from tests.assertions import assert_piece
from tests.browser import Browser
from tests.factories import make_design
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Entry, Row
from webapp.services.documents import document_text, documents_of

STATEMENTS_MAX = 21
TEXT = """\
# Payments

## API Endpoints

| Method | Path | Auth |
|--------|------|------|
| GET    | `/a` | Yes  |
{lines}
## Tasks

- [ ] First
{items}- [ ] Last

## Questions

- Only this?

[such]: https://example.org
"""


@pytest.mark.parametrize("count", [1, 400])
@pytest.mark.parametrize(
    ("first", "part", "values", "written"),
    [
        ("GET", "cells/c2", {"text": "/b", "base": "`/a`"}, "| GET    | /b   | Yes  |\n"),
        ("First", "cells/text", {"text": "Begin", "base": "First"}, "- [ ] Begin\n"),
        ("Middle", "cells/text", {"text": "Between", "base": "Middle"}, "- [ ] Between\n"),
        ("Last", "cells/text", {"text": "End", "base": "Last"}, "- [ ] End\n"),
        ("Only this?", "cells/text", {"text": "Or that?", "base": "Only this?"}, "- Or that?\n"),
        ("Only this?", "cells/text", {"text": "[such]?", "base": "Only this?"}, "- [such]?\n"),
        ("Last", "cells/text", {"text": "Add [new_model]", "base": "Last"}, "- [ ] Add [new_model]\n"),
        ("First", "done", {"done": "yes"}, "- [x] First\n"),
        ("Last", "done", {"done": "yes"}, "- [x] Last\n"),
    ],
)
def test_a_save_takes_few_statements_whatever_stands_around_it(
    as_author: Browser, count: int, first: str, part: str, values: dict[str, str], written: str
) -> None:
    lines, items = "| POST   | /c   | No   |\n" * count, "- [ ] Middle\n" * count
    design = make_design(TEXT.format(lines=lines, items=items))
    rows = db.session.scalars(db.select(Row).order_by(Row.id))
    row_id = next(row.id for row in rows if first in row.cells.values())
    facts = db.session.scalar(db.select(db.func.count()).select_from(Entry))
    as_author.get("/account")

    with statements() as sent:
        answer = as_author.piece(
            "PUT", f"/rows/{row_id}/{part}", data=values, headers={"Idempotency-Key": "one"}
        )

    assert_piece(answer)
    assert len(sent) <= STATEMENTS_MAX, "\n".join(sent)
    assert written in document_text(documents_of(design)[0])
    assert db.session.scalar(db.select(db.func.count()).select_from(Entry)) == facts
