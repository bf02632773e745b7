"""What docs/roles.md says: who may do what, and which address does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.config import ROOT

TABLE = ROOT / "docs" / "roles.md"
ANSWERS = ("yes", "no", "hidden", "sign in")


@dataclass(frozen=True)
class Expected:
    """`answers` by what is done, of what, by whom; `deeds` says what is done by (method, address)."""

    answers: Mapping[tuple[str, str, str], str]
    deeds: Mapping[tuple[str, str], str]

    def kinds_of(self, deed: str) -> list[str]:
        """What a thing may be done to."""
        return list(dict.fromkeys(of for known, of, _ in self.answers if known == deed))


def read_expected(text: str | None = None) -> Expected:
    """The tables of docs/roles.md, or of `text`. Raises AssertionError for what says a thing twice."""
    text = TABLE.read_text() if text is None else text
    answers = dict(_answers(text))
    deeds: dict[tuple[str, str], str] = {}
    for deed, method, address in _addresses(text):
        assert (method, address) not in deeds, f"{method} {address} has two lines"
        assert any(known == deed for known, _, _ in answers), f"“{deed}” has no line in the table"
        deeds[method, address] = deed
    return Expected(answers, deeds)


def read_tokens(text: str | None = None) -> dict[tuple[str, str], str]:
    """What docs/roles.md, or `text`, says of tokens: the answers by kind of token and what it does."""
    _, _, section = (TABLE.read_text() if text is None else text).partition("### How tokens act")
    head, lines = _table(section, "Token")
    return {
        (token, does): answer for token, *cells in lines for does, answer in zip(head[1:], cells, strict=True)
    }


def _answers(text: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """The lines of the table that begins with “Doing” and “Of”."""
    head, lines = _table(text, "Doing")
    for deed, of, *cells in lines:
        for who, answer in zip(head[2:], cells, strict=True):
            assert answer in ANSWERS, (deed, of, who, answer)
            yield (deed, of, who), answer


def _table(text: str, first: str) -> tuple[list[str], list[list[str]]]:
    """The head and the lines of the first table whose head begins with this word."""
    found = re.search(rf"^\| {first} .*?(?=\n\n)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/roles.md has no table of “{first}”"
    head, _, *lines = ([cell.strip() for cell in line.strip("|").split("|")] for line in found[0].split("\n"))
    return head, lines


def _addresses(text: str) -> Iterator[tuple[str, str, str]]:
    """Below each heading of what is done, the addresses that do it: `POST, PUT /rows/{row}/done`."""
    _, _, section = text.partition("## Which address does what")
    for deed, lines in re.findall(
        r"^### (.+)\n\n(?:\w.+\n\n)?```text\n((?:[^`].*\n)*)```$", section, re.MULTILINE
    ):
        for line in lines.splitlines():
            methods, address = line.rsplit(maxsplit=1)
            for method in methods.split(","):
                yield deed, method.strip(), address
