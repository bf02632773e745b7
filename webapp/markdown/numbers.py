"""The numbers of ordered lists: which style a list has, and what an edit makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.markdown.lists import ItemHead, item_head
from webapp.markdown.nodes import Node, needs_room, place_head, siblings

LARGEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the items of one list are numbered: all alike, counting from `first`, or each as it likes."""

    style: str
    first: int


def is_ordered(head: ItemHead) -> bool:
    """Tell whether a marker is a number."""
    return head.marker[0].isdigit()


def number_of(head: ItemHead) -> int:
    """Give the number of an ordered item's marker."""
    return int(head.marker[:-1])


def with_number(marker: str, number: int) -> str:
    """Give the same marker with another number; leading zeros keep their width."""
    digits = marker[:-1]
    return f"{number:0{len(digits) if digits.startswith('0') else 1}d}{marker[-1]}"


def first_marker(head: ItemHead) -> str:
    """The marker of an item that begins a list of its own."""
    return with_number(head.marker, 1) if is_ordered(head) else head.marker


def numbering(nodes: Sequence[Node], at: int) -> Numbering | None:
    """Tell how the list that an item stands in is numbered; None for bullets."""
    if not is_ordered(nodes[at].head):
        return None
    numbers = [number_of(nodes[index].head) for index in siblings(nodes, at)]
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return Numbering("counting", numbers[0])
    return Numbering("alike" if len(set(numbers)) == 1 else "free", numbers[0])


def next_marker(nodes: Sequence[Node], at: int) -> str:
    """The marker of an item that follows another in its list."""
    head, how = nodes[at].head, numbering(nodes, at)
    return with_number(head.marker, next_number(head, how)) if how else head.marker


def next_number(head: ItemHead, how: Numbering) -> int:
    """The number of an item that follows another in its list."""
    return number_of(head) if how.style == "alike" else number_of(head) + 1


def renumber(nodes: Sequence[Node], at: int, how: Numbering | None, *, expand: bool = False) -> None:
    """Number the list that an item stands in as before the edit; free numbers stay as they are."""
    if how is None or how.style == "free":
        return
    for place, index in enumerate(siblings(nodes, at)):
        set_number(nodes, index, how.first + (place if how.style == "counting" else 0), expand=expand)


def set_number(nodes: Sequence[Node], at: int, number: int, *, expand: bool = False) -> None:
    """Give an item another number.

    Markdown knows no number above LARGEST: an item that would need one keeps its own. A wider number
    eats a spare blank behind it, else what would no longer reach the content column moves right with all
    the rest of the item. A narrower one moves nothing, unless `expand` says that this went wrong (behind a
    tab the content can start four columns further left).
    """
    node, head = nodes[at], nodes[at].head
    if not is_ordered(head) or number_of(head) == number or number > LARGEST:
        return
    marker = with_number(head.marker, number)
    grown = len(marker) - len(head.marker)
    spare = head.gap.strip(" ") == "" and len(head.gap) > grown
    gap = head.gap[grown:] if grown > 0 and spare else head.gap
    line = head.indent + marker + gap + node.lines[0][len(head.text) :]
    new = item_head(line)
    if new and (needs_room(nodes, at, new.column) if grown > 0 else expand):
        place_head(nodes, at, head.indent, marker, gap, expand=expand)
    elif new:
        node.lines[0], node.head = line, new
