"""Documents laid out on sheets of paper: which sections and blocks, how wide things fit, where links lead.

An ordinary page of a design is laid out in the same way: it can be printed, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from webapp.markdown import on_paper
from webapp.markdown.outline import LIST_KINDS
from webapp.models import Document
from webapp.services.pages import PageRow, PageSection, ShownBlock, ShownDocument, ShownSection
from webapp.utils.fitting import Fit, fit_table

CHECKABLE = frozenset({"table"}) | LIST_KINDS
"""Kinds of blocks whose rows can be ticked off."""


@dataclass(frozen=True)
class Sheet:
    """A document as it is printed.

    `fits` says how each table fits, by the block's id; `turned` has the ids of the sections whose
    sheets lie on their side, `breaks` of those that begin a new one.
    """

    document: Document
    sections: Sequence[ShownSection]
    title_section: PageSection | None
    fits: dict[int, Fit] = field(default_factory=dict)
    turned: Collection[int] = frozenset()
    breaks: Collection[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it but, perhaps, the title that the title block shows."""
        return not any(
            shown.blocks or (shown.section.level and shown.section is not self.title_section)
            for shown in self.sections
        )


def whole(shown: ShownDocument) -> Sheet:
    """All of a document."""
    return Sheet(shown.document, shown.sections, shown.title_section)


def chosen(sheet: Sheet, sections: Collection[int], *, code: bool) -> Sheet:
    """The chosen sections with the headings above them; without `code` no block of code."""
    kept = [
        replace(shown, blocks=[each for each in shown.blocks if code or each.block.kind != "code"])
        for shown in _with_headings(sheet.sections, lambda shown: shown.section.id in sections)
    ]
    return replace(sheet, sections=kept)


def handout(sheet: Sheet, blocks: Collection[int]) -> Sheet:
    """These lists and tables alone, with the headings above them."""
    kept = [
        replace(shown, blocks=[each for each in shown.blocks if each.block.id in blocks])
        for shown in sheet.sections
    ]
    return replace(sheet, sections=list(_with_headings(kept, lambda shown: bool(shown.blocks))))


def lay_out(sheets: Sequence[Sheet], *, lines: bool = False) -> list[Sheet]:
    """Make what is printed fit its sheets, and tell the addresses behind its links.

    The HTML of the loaded pieces is changed for this page alone. With `lines` no line of code can be
    split by the end of a sheet.
    """
    addresses = on_paper.Addresses()
    return [
        _lay_out(sheet, addresses, f"{place}-" if place else "", lines) for place, sheet in enumerate(sheets)
    ]


def lay_out_rows(rows: Iterable[PageRow]) -> None:
    """Draw rows alone as a sheet with nothing else draws them."""
    addresses = on_paper.Addresses()
    for row in rows:
        row.html = {name: on_paper.fit_drawings(addresses.tell(html))[0] for name, html in row.html.items()}


def _lay_out(sheet: Sheet, addresses: on_paper.Addresses, mark: str, lines: bool) -> Sheet:
    """`mark` keeps the names of this document's headings apart from those of the others."""
    fits: dict[int, Fit] = {}
    turned: set[int] = set()

    def changed(html: str) -> str:
        if '="' not in html:  # no link and no drawing, like most cells
            return html
        html, lies = on_paper.fit_drawings(on_paper.apart(addresses.tell(html), mark))
        if lies:
            turned.add(shown.section.id)
        return on_paper.in_lines(html) if lines else html

    for shown in sheet.sections:
        _redraw(shown, changed)
        for each in shown.blocks:
            if each.block.kind == "table":
                fits[each.block.id] = fit_block(each)
                if fits[each.block.id].turned:
                    turned.add(shown.section.id)
    sections = [replace(shown, anchor=mark + shown.anchor) for shown in sheet.sections]
    return replace(
        sheet, sections=sections, fits=fits, turned=_with_bare_headings(sections, turned, sheet.title_section)
    )


def fit_block(shown: ShownBlock) -> Fit:
    """How a table fits."""
    return fit_table(
        [
            [column["name"], *(row.cells.get(column["id"], "") for row in shown.rows)]
            for column in shown.block.columns
        ]
    )


def _redraw(shown: ShownSection, change: Callable[[str], str]) -> None:
    """Put changed HTML on the pieces of a section."""
    shown.section.html = change(shown.section.html)
    for each in shown.blocks:
        each.block.html = change(each.block.html)
        for row in each.rows:
            row.html = {name: change(text) for name, text in row.html.items()}


def _with_headings(
    sections: Sequence[ShownSection], kept: Callable[[ShownSection], bool]
) -> Iterator[ShownSection]:
    """The sections that are kept, with the headings that lead to them; of those the headings alone."""
    above: list[ShownSection] = []
    for shown in sections:
        above = [each for each in above if each.section.level < shown.section.level]
        if kept(shown):
            yield from (replace(each, blocks=[]) for each in above)
            above = []
            yield shown
        elif shown.section.level:
            above.append(shown)


def _with_bare_headings(
    sections: Sequence[ShownSection], turned: set[int], title: PageSection | None
) -> frozenset[int]:
    """The turned sections, and before each the headings without a text of their own, which stay with it."""
    found = set(turned)
    for before, after in zip(reversed(sections[:-1]), reversed(sections[1:]), strict=True):
        is_heading = before.section.level and before.section is not title
        if after.section.id in found and is_heading and not before.blocks:
            found.add(before.section.id)
    return frozenset(found)
