"""What is printed, as an address names it: documents, sections, the paper and what is left out.

Whatever an address says, it can be read; what of it there is not, the remarks say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

PAPERS = {"a4": "A4", "letter": "Letter"}
"""Sizes of paper by their names in an address, with the words that people read."""

A4 = "a4"

_NO = "no"

Query = dict[str, Any]
Args = MultiDict[str, str]


@dataclass(frozen=True)
class PaperChoices:
    """How a design is printed. `documents` names at least one, in the design's order.

    Of a document in which sections are chosen those are printed, else all of it; `sections` and
    `breaks` are ids in the design's order. `remarks` are sentences.
    """

    documents: Sequence[str]
    sections: Sequence[int] = ()
    breaks: Sequence[int] = ()
    paper: str = A4
    contents: bool = True
    code: bool = True
    remarks: Sequence[str] = ()
    is_every_document: bool = True

    @classmethod
    def read(
        cls, args: Args, known: Mapping[str, Sequence[int]], offered: Mapping[str, Collection[int]]
    ) -> PaperChoices:
        """Read an address. `known` has the sections of each document, `offered` those that make the whole.

        Sections without documents choose the documents in which they stand.
        """
        reading = _Reading(args)
        named = reading.some_of("document", known, "document")
        every_section = [section for ids in known.values() for section in ids]
        sections = reading.ids("section", every_section, "section")
        holding = [name for name, ids in known.items() if sections.intersection(ids)]
        documents = [name for name in known if name in named] or holding or list(known)
        partly = [
            section
            for name in documents
            if not offered[name] or not sections.issuperset(offered[name])
            for section in known[name]
            if section in sections
        ]
        return cls(
            documents=documents,
            sections=partly,
            breaks=sorted(reading.ids("break", every_section, "section"), key=every_section.index),
            paper=reading.paper(),
            contents=reading.wants("contents"),
            code=reading.wants("code"),
            remarks=reading.remarks,
            is_every_document=documents
            == ([name for name, ids in known.items() if set(partly).intersection(ids)] or list(known)),
        )

    @property
    def query(self) -> Query:
        """The shortest query that names these choices."""
        return {
            **({} if self.is_every_document else {"document": list(self.documents)}),
            **_ids_query("section", self.sections),
            **_ids_query("break", self.breaks),
            **_paper_query(self.paper),
            **({} if self.contents else {"contents": _NO}),
            **({} if self.code else {"code": _NO}),
        }


@dataclass(frozen=True)
class HandoutChoices:
    """Which lists and tables are handed out, all tasks where none is named, and on which paper."""

    blocks: Sequence[int] = ()
    paper: str = A4
    remarks: Sequence[str] = ()

    @classmethod
    def read(cls, args: Args, known: Sequence[int]) -> HandoutChoices:
        """Read an address. `known` has the ids of the lists and tables that there are, in order."""
        reading = _Reading(args)
        blocks = reading.ids("block", known, "block")
        return cls([block for block in known if block in blocks], reading.paper(), reading.remarks)

    @property
    def query(self) -> Query:
        """The shortest query that names these choices."""
        return {**_ids_query("block", self.blocks), **_paper_query(self.paper)}


@dataclass(frozen=True)
class ListChoices:
    """On which paper a list is printed; what it lists is its own query's."""

    paper: str = A4
    remarks: Sequence[str] = ()

    @classmethod
    def read(cls, args: Args) -> ListChoices:
        """Read an address."""
        reading = _Reading(args)
        return cls(reading.paper(), reading.remarks)

    @property
    def query(self) -> Query:
        """The shortest query that names them."""
        return _paper_query(self.paper)


class _Reading:
    """Reads the parts of an address, and says of what it could not use that it is not used."""

    def __init__(self, args: Args) -> None:
        self._args = args
        self.remarks: list[str] = []

    def some_of(self, name: str, known: Collection[str], what: str) -> set[str]:
        """The values that are known."""
        asked = {value for value in self._args.getlist(name) if value}
        unknown = sorted(asked.difference(known))
        if unknown:
            self._remark(what, len(unknown))
        return asked.intersection(known)

    def ids(self, name: str, known: Iterable[int], what: str) -> set[int]:
        """The values that are known ids."""
        found = self.some_of(name, set(map(str, known)), what)
        return {int(value) for value in found}

    def paper(self) -> str:
        """The size of the paper, A4 where none is named."""
        asked = self._args.get("paper", A4)
        if asked in PAPERS:
            return asked
        self.remarks.append(f"This paper is not known; what stands below is for {PAPERS[A4]}.")
        return A4

    def wants(self, name: str) -> bool:
        """Whether something is wanted, which is so unless the address says no."""
        asked = self._args.get(name, "")
        if asked not in {"", _NO, "yes"}:
            self.remarks.append(f"“{name}” is either “yes” or “no”; it was taken for “yes”.")
        return asked != _NO

    def _remark(self, what: str, count: int) -> None:
        self.remarks.append(
            f"A {what} that the address names is not there, or not any more. It is left out."
            if count == 1
            else f"{count} {what}s that the address names are not there, or not any more. They are left out."
        )


def _ids_query(name: str, ids: Sequence[int]) -> Query:
    return {name: list(map(str, ids))} if ids else {}


def _paper_query(paper: str) -> Query:
    return {} if paper == A4 else {"paper": paper}
