"""The filter inside a design: which pieces of a page hold the words."""

from __future__ import annotations

import pytest

from tests.factories import make_design
from webapp.services.documents import documents_of
from webapp.services.errors import InvalidValue
from webapp.services.pages import ShownDocument, load_page
from webapp.services.sifting import Sifted, sift

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# FEAT-001: Webhooks

Words about hooks.

## Endpoints

| Method | Path |
|---|---|
| GET | /hooks |
| POST | /Users |

### Below

- [ ] one
  - nested Größe
- two

## Code

```
hook = 1
```

## Empty
"""


@pytest.fixture
def shown() -> ShownDocument:
    return load_page(documents_of(make_design(TEXT))[0])


def left(shown: ShownDocument, typed: str) -> tuple[list[str], list[str], list[str]]:
    """What is not hidden: the titles of sections, the kinds of blocks, the first texts of rows."""
    hidden = sift(shown, typed).hidden
    sections = [each for each in shown.sections if ("section", each.section.id) not in hidden]
    blocks = [block for each in sections for block in each.blocks if ("block", block.block.id) not in hidden]
    rows = [row for block in blocks for row in block.rows if ("row", row.id) not in hidden]
    return (
        [each.section.title for each in sections],
        [each.block.kind for each in blocks],
        [" ".join(row.cells.values()) for row in rows],
    )


def test_rows_texts_and_code_that_hold_the_words_are_left_with_their_headings(shown: ShownDocument) -> None:
    titles, kinds, rows = left(shown, "hook")
    assert titles == ["FEAT-001: Webhooks", "Endpoints", "Code"]
    assert kinds == ["prose", "table", "code"]
    assert rows == ["GET /hooks"]
    found = sift(shown, "hook")
    assert (found.rows, found.texts, found.headings) == (1, 2, 0)
    assert found.left == "1 row, 2 texts"


def test_an_item_stays_with_what_it_hangs_on_and_a_heading_over_what_is_left(shown: ShownDocument) -> None:
    titles, kinds, rows = left(shown, "GROSSE")
    assert titles == ["Endpoints", "Below"]
    assert kinds == ["checklist"]
    assert rows == ["one", "nested Größe"]
    assert sift(shown, "grosse").left == "1 row"


def test_a_heading_that_holds_the_words_is_left(shown: ShownDocument) -> None:
    assert left(shown, "empty") == (["Empty"], [], [])
    assert sift(shown, "empty").left == "1 heading"


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("users post", ["POST /Users"]),
        ('"get /hooks"', ["GET /hooks"]),
        ('"hooks get"', []),
        ("/ -users", ["GET /hooks"]),
        ("status:", ["GET /hooks", "POST /Users", "one", "nested Größe", "two"]),
        ("zzz", []),
        ("%", []),
    ],
)
def test_words_must_all_stand_in_one_piece(shown: ShownDocument, typed: str, rows: list[str]) -> None:
    assert left(shown, typed)[2] == rows


def test_nothing_typed_hides_nothing(shown: ShownDocument) -> None:
    assert sift(shown, "") == Sifted("", frozenset(), 0, 0, 0, strange=False)


@pytest.mark.parametrize("typed", ["status:draft", "hook -is:open", "in:endpoints"])
def test_an_operator_means_nothing_on_a_page(shown: ShownDocument, typed: str) -> None:
    found = sift(shown, typed)
    assert (found.strange, found.left) == (True, "")
    assert len([what for what, _ in found.hidden if what == "section"]) == len(shown.sections)
    assert not sift(shown, f'"{typed}"').strange


@pytest.mark.parametrize("typed", ["x" * 201, "a\0b", " ".join(map(str, range(60)))])
def test_what_cannot_be_looked_for_is_refused(shown: ShownDocument, typed: str) -> None:
    with pytest.raises(InvalidValue):
        sift(shown, typed)
    assert sift(shown, "x" * 200).left == ""
