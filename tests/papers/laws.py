"""The laws of paper: what every print keeps of the page that it was printed from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.papers.sheets import Sheet, bare
from tests.papers.units import Unit, runs_from_the_right, units

NEIGHBOURS = 12
PAGE_NUMBER = re.compile(r"[.…]*[0-9]+")


def assert_drafted(
    sheets: Sequence[Sheet], html: str, *, key: str = "", title: str = "", in_order: bool = True
) -> None:
    """Every law of paper holds for what was printed from the page `html`.

    Without `in_order`, and where lines run from right to left, text may come in another order.
    """
    assert_no_blank_sheet(sheets)
    assert_nothing_outside(sheets)
    assert_running(sheets, key, title)
    if in_order and not runs_from_the_right(html):
        assert_whole(sheets, html)
    else:
        assert_same_letters(sheets, html)


def assert_no_blank_sheet(sheets: Sequence[Sheet]) -> None:
    """Every sheet shows something beside its header and its number."""
    assert sheets
    blank = [sheet.number for sheet in sheets if not sheet.ink]
    assert not blank, f"blank sheets: {blank}"


def assert_nothing_outside(sheets: Sequence[Sheet]) -> None:
    """Every glyph stands inside its sheet."""
    outside = [
        (sheet.number, glyph)
        for sheet in sheets
        for glyph in sheet.glyphs
        if not glyph.char.isspace()
        and (
            min(glyph.left, glyph.bottom) < -0.5
            or glyph.right > sheet.width + 0.5
            or glyph.top > sheet.height + 0.5
        )
    ]
    assert not outside, f"{len(outside)} glyphs outside, first {outside[:3]}"


def assert_running(sheets: Sequence[Sheet], key: str, title: str) -> None:
    """Every sheet names the key and the title (its first 40 letters) and says which of how many it is."""
    for sheet in sheets:
        said = sheet.running
        assert bare(key) in said, (sheet.number, said)
        assert bare(title)[:40] in said, (sheet.number, said)
        assert f"{sheet.number}of{len(sheets)}" in said, (sheet.number, said)


def assert_whole(sheets: Sequence[Sheet], html: str) -> None:
    """The sheets hold the text of the page's main part: every cell once, in order, and nothing else.

    A sheet that a table reaches from the one before begins with the table's head; that alone comes
    more than once. No sheet ends with a heading or with the head of a table.
    """
    _Reading(sheets).read(units(html))


def assert_same_letters(sheets: Sequence[Sheet], html: str) -> None:
    """The weaker law for a row that is taller than a sheet, and for lines that run from right to left.

    There the order of a PDF's text is not that of the page. It holds each letter as often as the page,
    heads of tables and numbers of pages aside.
    """
    wanted = units(html)
    heads = {unit.table.head for unit in wanted if unit.table}
    printed, before = Counter[str](), ""
    for sheet in sheets:
        body = sheet.body
        repeated = next((head for head in heads if head in before and body.startswith(head)), "")
        printed.update(_turned(body.removeprefix(repeated)))
        before += body
    expected = Counter(_turned("".join(unit.text for unit in wanted)))
    numbers = {*"0123456789."} if any(unit.numbered for unit in wanted) else set()
    lost, added = expected - printed, set(printed - expected) - numbers
    assert (lost, added) == (Counter(), set()), f"lost {lost}, added {added}"


@dataclass
class _Reading:
    """The bodies of the sheets, read on like one text; knows where a sheet begins.

    An engine may draw neighbours in another order than they are written, such as the facts of a title
    block: up to NEIGHBOURS units wait until they come.
    """

    sheets: Sequence[Sheet]
    at: int = 0
    place: int = 0
    waiting: list[Unit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bodies = [sheet.body for sheet in self.sheets]

    def read(self, wanted: Sequence[Unit]) -> None:
        """Every unit is there, and nothing else."""
        before: Unit | None = None
        for unit in wanted:
            if before and self.place == 0 and not self.waiting:
                left = (before.is_heading or before.in_head) and before.place == unit.place
                assert not left, f"sheet {self.at} ends with “{before.text}”"
            before = unit
            self.waiting.append(unit)
            self._take_what_comes()
            assert len(self.waiting) <= NEIGHBOURS, self._complaint()
        assert not self.waiting, self._complaint()
        assert self._rest() == "", f"sheet {self.at + 1}: nobody wrote “{self._rest()[:200]}”"

    def _take_what_comes(self) -> None:
        while found := next((unit for unit in self.waiting if self._take(unit)), None):
            self.waiting.remove(found)

    def _take(self, unit: Unit) -> bool:
        """Read over the unit if it comes next, over the head of its table where a sheet begins inside it."""
        before = self.at, self.place
        got = ""
        while len(got) < len(unit.text) and self.at < len(self.bodies):
            if not self._begin(unit):
                break
            part = self.bodies[self.at][self.place :][: len(unit.text) - len(got)]
            got += part
            self.place += len(part)
            self._turn()
        if got != unit.text:
            self.at, self.place = before
        elif unit.numbered and (number := PAGE_NUMBER.match(self._rest())):
            self.place += number.end()
            self._turn()
        return got == unit.text

    def _begin(self, unit: Unit) -> bool:
        if self.place or self.at == 0 or unit.table is None or unit.in_head:
            return True
        head = unit.table.head
        self.place = len(head)
        return self.bodies[self.at].startswith(head)

    def _turn(self) -> None:
        while self.at < len(self.bodies) and self.place >= len(self.bodies[self.at]):
            self.at, self.place = self.at + 1, 0

    def _rest(self) -> str:
        return "".join(self.bodies[self.at : self.at + 1])[self.place :] + "".join(self.bodies[self.at + 1 :])

    def _complaint(self) -> str:
        unit = self.waiting[0]
        head = f" (under the head “{unit.table.head[:100]}”)" if unit.table else ""
        found = self._rest()[:200]
        return f"sheet {self.at + 1}: wanted “{unit.text[:200]}”{head}, but “{found}” stands there"


def _turned(text: str) -> str:
    """Brackets are mirrored between letters that run from right to left."""
    return text.translate(str.maketrans(")]}>", "([{<"))
