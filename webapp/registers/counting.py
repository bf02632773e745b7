"""Numbers that lists and outlines show: tasks done, questions open, what a section has left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.registers.entry import Entry
from webapp.utils import placeholders

SEARCHED_MAX = 20_000
"""How many characters of one text are searched for placeholders."""


@dataclass(frozen=True, slots=True)
class Counters:
    """How many tasks there are, how many of them are done, and how many questions are open."""

    tasks: int = 0
    tasks_done: int = 0
    open_questions: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """What a section has left: boxes ticked, boxes, and placeholders that nobody has filled in."""

    done: int = 0
    total: int = 0
    undecided: int = 0

    def __add__(self, other: Left) -> Left:
        """What two sections have left together."""
        return Left(self.done + other.done, self.total + other.total, self.undecided + other.undecided)


def counters(entries: Iterable[Entry]) -> Counters:
    """The counters of a document or a design."""
    tasks = tasks_done = open_questions = 0
    for entry in entries:
        done = entry.values.get("done") == "yes"
        if entry.register == "tasks":
            tasks += 1
            tasks_done += done
        elif entry.register == "questions":
            open_questions += not done
    return Counters(tasks, tasks_done, open_questions)


def left(boxes: Iterable[bool | None], texts: Iterable[str]) -> Left:
    """What a section itself has left; add up those under it where they are to count.

    `boxes` has one of each row, None where a row has none. `texts` are its prose and its cells: in
    code a placeholder is as good as any other text.
    """
    ticked = [done for done in boxes if done is not None]
    undecided = sum(len(placeholders.find(text[:SEARCHED_MAX])) for text in texts)
    return Left(sum(ticked), len(ticked), undecided)
