"""A page of a list, in numbers."""

from __future__ import annotations

PER_PAGE = 50
"""How many lines a page has."""


class Paged:
    """What a page of a list says of itself: `page`, from 1, and on all of them `total` lines."""

    __slots__ = ()

    page: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first line on this page, from 1; 0 where there is none."""
        return (self.page - 1) * PER_PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last line on this page."""
        return min(self.page * PER_PAGE, self.total)


def page_within(page: int, total: int) -> int:
    """The page that is asked for, or the nearest that there is."""
    return min(max(page, 1), pages_of(total))


def pages_of(total: int) -> int:
    """How many pages so many lines take, at least one."""
    return max(1, -(-total // PER_PAGE))
