"""Keys in a browser: until what they did is painted and until it is saved, in a short and a long table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from string import ascii_lowercase

from benchmarks import corpus, servers
from benchmarks.bench import Bench
from benchmarks.cases.sheets import LONG, SHORT
from benchmarks.editor import Editor
from benchmarks.library import sheets, tell
from benchmarks.results import Limit, Result
from benchmarks.timing import Figures
from benchmarks.typist import Typist, browser_path, typist

FRAMES = 33.3
"""Two of the sixty frames of a second, in milliseconds."""
CONFIRMED = 50
OPENED = 1
ROUNDS_A_ROUND = 5
"""Keys are pressed once for so many rounds of pages."""
WARM = 2
FROM = 20
"""The row that is edited: nothing scrolls on the way to it a second time."""
KEYS = {
    "down": "arrow key",
    "first": "first letter in a cell",
    "next": "next letter",
    "enter": "Enter, the text in its cell",
    "tab": "Tab, the next cell open",
}


def keystrokes(bench: Bench) -> Iterator[Result]:
    """Keys pressed in a browser. Left out where there is no Playwright or no browser."""
    path = browser_path()
    if path is None:
        tell("nothing was typed: no browser, or Playwright is not installed")
        return
    rows = {corpus.key_of(1): SHORT, corpus.key_of(2): LONG}
    library = sheets(bench.scratch / "typing", rows)
    rounds = max(2, bench.rounds // ROUNDS_A_ROUND)
    with servers.designbook(library.data) as server:
        cookie = library.cookie(server)
        for key, count in rows.items():
            cells = Editor(server.url, cookie, "typing").cells(key)
            row, column = cells[FROM * corpus.COLUMNS + 2]
            with typist(path, server.url, cookie) as person:
                opened = [person.open(f"/designs/{key}") / 1000 for _ in range(WARM + max(2, rounds // 4))]
                taken = [
                    _fill_a_row(person, f"row-{row}-{column}", letter)
                    for letter in islice(cycle(ascii_lowercase), WARM + rounds)
                ]
            yield from _results(count, opened[WARM:], taken[WARM:])


def _fill_a_row(person: Typist, cell: str, letter: str) -> dict[str, float]:
    """Down, two letters, Enter; a letter, Tab; and out. By the names of KEYS, and "saved".

    Another letter each time: what is there already would not be saved.
    """
    person.go_to(cell)
    taken = {"down": person.press("ArrowDown"), "first": person.press(letter), "next": person.press("x")}
    taken |= {"enter": person.press("Enter"), "saved": person.confirmed()}
    person.press(letter)
    taken["tab"] = person.press("Tab")
    person.confirmed()
    person.press("Escape")
    return taken


def _results(rows: int, opened: list[float], taken: list[dict[str, float]]) -> Iterator[Result]:
    def figures(what: str) -> Figures:
        return Figures(tuple(each[what] for each in taken))

    among = f"{rows:,} rows"
    limit = Limit(OPENED, "figure") if rows == LONG else None
    yield Result(f"{among}: opened in a browser", 2, "s", Figures(tuple(opened)), limit=limit)
    for key, words in KEYS.items():
        yield Result(f"{among}: {words}", 2, "ms", figures(key), limit=Limit(FRAMES, "figure"))
    yield Result(f"{among}: Enter, saved", 2, "ms", figures("saved"), limit=Limit(CONFIRMED, "figure"))
