"""A row as an edit rewrites it, with all that follows: its HTML, what it states, what names the HTML's maker.

Nothing is written here, and nothing asked whose length is the document's, but where the row begins or
ceases to mention a project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from webapp import markdown
from webapp.markdown import outline
from webapp.markdown.outline import LIST_KINDS
from webapp.registers import part
from webapp.services import rendered
from webapp.services.editing.around import Around, definitions, look_around, other_sources
from webapp.services.findings.templates import template_at
from webapp.services.rendered import LIST_COLUMN, REST

if TYPE_CHECKING:
    from webapp.checks import Template
    from webapp.markdown.drafts import Draft
    from webapp.registers.part import Stated


class Missed(Exception):
    """Somebody else wrote, or may write, between reading and writing. Nothing was written."""


class RowChange(Protocol):
    """What is to become of a row. `row` and `block` are stored ones, or what has their attributes."""

    def is_wanted(self, row: Any, block: Any) -> bool:
        """Whether there is anything to write. Raises CellConflict or InvalidValue where it must not be."""

    def drafts(self, block: outline.Block, columns: Sequence[str], at: int) -> Iterator[Draft]:
        """The ways to write it in a block with these columns, of which row `at` is the one."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A row as it is stored (`around.find_stored`) and as it is to be.

    `stated` has the entries of the rows of `around`, `renderer` the document's signature.
    """

    stored: Any
    around: Around
    row: outline.Row
    cells: dict[str, str]
    html: dict[str, str]
    stated: Stated
    renderer: str

    @property
    def growth(self) -> int:
        """How many bytes the document grows by."""
        return len(self.row.source.encode()) - len(self.stored.source.encode())

    @property
    def template(self) -> Template:
        """The template of its project."""
        stored = self.stored
        return template_at(stored.project_id, stored.project_updated_at, own=stored.has_own_template)


def rewrite_row(stored: Any, change: RowChange, *, alone: bool) -> Rewritten | None:
    """Make a change to a stored row; None where only the whole document can tell what becomes of it.

    `alone` says that nobody else can write. Raises Missed where that is needed.
    """
    around = look_around(stored)
    if around is None:
        return None
    columns = column_ids(stored)
    window = around.window
    row = markdown.windows.written(window, change.drafts(window.block, columns, window.row))
    if row is None:
        return None
    stated = _stated(stored, around, row)
    if stated is None:
        return None
    keys, renderer = _keys(stored, row, alone=alone)
    cells = dict(zip(columns, row.cells, strict=True))
    return Rewritten(stored, around, row, cells, _draw(stored, row, cells, keys), stated, renderer)


def column_ids(block: Any) -> list[str]:
    """What the cells of a stored block's rows are called, in the order of its columns."""
    return [LIST_COLUMN] if block.kind in LIST_KINDS else [column["id"] for column in block.columns]


def _stated(stored: Any, around: Around, row: outline.Row) -> Stated | None:
    """What the row states before and after; an item with all of the outermost item that it belongs to."""
    if stored.kind in LIST_KINDS:
        after = [*around.rows[: around.at], row, *around.rows[around.at + 1 :]]
        return part.stated_by_items(stored.register, around.rows, after, around.headings)
    if stored.register is None:
        return part.Stated([], [])
    roles = [column["role"] for column in stored.columns]
    return part.stated_by_line(stored.register, roles, around.rows[0], row, around.headings)


def _keys(stored: Any, row: outline.Row, *, alone: bool) -> tuple[frozenset[str], str]:
    """The keys of all projects, where the row mentions one, and the signature of the document's HTML.

    That names the projects which the text mentions. Where the row begins or ceases to mention one, all of
    the text is asked, and nobody may change it meanwhile.
    """
    before, after = (rendered.mentioned(source) for source in (stored.source, row.source))
    if not before | after:
        return frozenset(), stored.renderer
    keys = rendered.project_keys()
    if before & keys == after & keys or not stored.renderer.startswith(rendered.version()):
        return keys, stored.renderer
    if not alone:
        raise Missed
    return keys, rendered.signature("".join([*other_sources(stored), row.source]), keys)


def _draw(stored: Any, row: outline.Row, cells: dict[str, str], keys: frozenset[str]) -> dict[str, str]:
    """The HTML of the row's cells: those that say what they said keep theirs."""
    has_links = row.source.count("[") > (row.done is not None)
    found = definitions(stored.document_id) if has_links else outline.Outline([])
    renderer = markdown.html.Renderer(keys, markdown.html.references(found))
    html = {
        name: stored.html.get(name, "") if stored.cells.get(name) == text else renderer.inline(text)
        for name, text in cells.items()
    }
    if stored.kind in LIST_KINDS:
        html[REST] = renderer.rest(row.source)
    return {name: drawn for name, drawn in html.items() if drawn}
