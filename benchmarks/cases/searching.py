"""What is found while somebody types, beside a bare FTS5 lookup; a register, beside a bare read."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from string import ascii_lowercase
from urllib.parse import urlencode

from benchmarks import servers
from benchmarks.bench import Bench, floor_read
from benchmarks.client import PARTIAL, Client
from benchmarks.library import tell
from benchmarks.results import Limit, Result
from benchmarks.timing import Figures, Timed, in_turns_with_cpu
from benchmarks.typist import browser_path, typist
from benchmarks.words import Speaker, vocabulary
from webapp.registers.entry import NAMES

WARM = 20
LOOKUP = "bare FTS5 lookup"
MEDIAN, P95, TYPO = 8, 15, 30
"""How many times a bare lookup an answer may cost."""
PAINTED = 80 + 100
"""What the box may rest before it asks, and what may pass from then until the list is painted, in ms."""
KEYS_A_ROUND = 2
REGISTER = 8
PAGES = 3
"""How many pages somebody looks through."""
LOOKED_UP_FROM = 3
"""The least letters that trigrams find: for a shorter query the floor looks its whole word up."""
TYPO_FROM = 6

Query = tuple[str, str]
"""What is typed, and what the floor looks up for it."""


def typed(bench: Bench) -> Iterator[Result]:
    """The search box: words typed letter by letter, from the first on, one and two words, identifiers."""
    yield from _asked(bench, "search, as typed", typed_queries, Limit(MEDIAN), Limit(P95))


def short(bench: Bench) -> Iterator[Result]:
    """The search box: one and two letters, common and rare ones."""
    yield from _asked(bench, "search, 1 and 2 letters", short_queries, Limit(MEDIAN), Limit(P95))


def mistyped(bench: Bench) -> Iterator[Result]:
    """The search box: words of which one letter is wrong, so that nothing is found as it stands."""
    yield from _asked(bench, "search, a letter wrong", mistyped_queries, Limit(TYPO), None)


def pressed(bench: Bench) -> Iterator[Result]:
    """Words typed into the box in a browser, each letter until its list is painted; no browser, no case."""
    path = browser_path()
    if path is None:
        tell("nothing was searched by key: no browser, or Playwright is not installed")
        return
    for designs in bench.sizes:
        server, say = bench.server(designs), Speaker("pressed")
        taken: list[float] = []
        with typist(path, server.url, bench.library(designs).cookie(server)) as person:
            person.open("/")
            person.open_search()
            while len(taken) < WARM + KEYS_A_ROUND * bench.rounds:
                taken += [person.find(letter) for letter in say.word()]
                person.empty_search()
        painted = Figures(tuple(taken[WARM:]))
        limit = Limit(PAINTED, "figure")
        yield Result("search, key to painted list", designs, "ms", painted, limit=limit)


def register_page(bench: Bench) -> Iterator[Result]:
    """The list of a register as it opens, each of the twelve in turn, another page of it each time."""
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.floor()
        [reader], floor = bench.readers(designs, 1), Client(beside.url)
        paths = [
            f"/registers/{NAMES[turn % 12]}?page={turn // 12 % PAGES + 1}" for turn in range(bench.rounds)
        ]
        for turn, path in enumerate(paths[:WARM]):
            reader.get(path, PARTIAL)
            floor_read(floor, turn)
        (measured, bare), (cpu, bare_cpu) = in_turns_with_cpu(
            bench.rounds,
            [_reading(reader, paths), partial(floor_read, floor)],
            [server.cpu, beside.cpu],
        )
        limit = Limit(REGISTER)
        yield Result("register page", designs, "ms", measured, "bare read", bare, limit, cpu / bare_cpu)


def index(bench: Bench) -> Iterator[Result]:
    """How large the index is, and how long `designbook reindex` takes to make it anew."""
    for designs in bench.sizes:
        data = bench.library(designs).data
        began = time.perf_counter()
        subprocess.run(
            servers.command("webapp.cli", "reindex"),
            env=servers.environment(data),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        taken = time.perf_counter() - began
        sizes = _sizes(data / "designbook.db")
        tell(", ".join(f"{name} {size:,.0f} MB" for name, size in sizes.items()))
        whole = Figures((sum(sizes.values()),))
        yield Result("search index, made anew", designs, "s", Figures((taken,)))
        yield Result("search index, its size", designs, "MB", whole)


def typed_queries(count: int) -> list[Query]:
    """What the box asks after each letter of phrases and identifiers; most share their beginnings."""
    say, asked = Speaker("typed"), []
    while len(asked) < count:
        words = say.random.choice((say.words(1, 1), say.words(1, 1), say.words(2, 2), [say.name(2, 2)]))
        text = " ".join(words)
        asked += [(text[:end], max(words, key=len)) for end in range(1, len(text) + 1) if text[:end].strip()]
    return _longer(asked[:count])


def short_queries(count: int) -> list[Query]:
    """One or two letters: those that words begin with, and any two."""
    say, asked = Speaker("short"), []
    for _ in range(count):
        word = say.word()
        any_two = "".join(say.random.choices(ascii_lowercase, k=2))
        asked.append((say.random.choice((word[:1], word[:2], word[-2:], any_two)), word))
    return _longer(asked)


def mistyped_queries(count: int) -> list[Query]:
    """A letter of a word left out, or another one in its place."""
    say, asked = Speaker("mistyped"), []
    words = [word for word in vocabulary() if len(word) >= TYPO_FROM]
    for _ in range(count):
        word = say.random.choice(words)
        place = say.number(1, len(word) - 1)
        wrong = say.random.choice(("", "q", "y"))
        asked.append((word[:place] + wrong + word[place + 1 :], word))
    return asked


def _longer(asked: Sequence[Query]) -> list[Query]:
    """The floor cannot look up what has no trigram; it is given a word that has one."""
    spare = next(word for word in vocabulary() if len(word) > LOOKED_UP_FROM)
    return [(text, word if len(word) >= LOOKED_UP_FROM else spare) for text, word in asked]


def _asked(
    bench: Bench, name: str, queries: Callable[[int], list[Query]], median: Limit, p95: Limit | None
) -> Iterator[Result]:
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.lookup(designs)
        [reader], floor = bench.readers(designs, 1), Client(beside.url)
        asked = queries(WARM + bench.rounds)
        work: list[Timed] = [_typing(reader, asked[WARM:]), _looking(floor, asked[WARM:])]
        for text, word in asked[:WARM]:
            reader.get(_typed(text), PARTIAL)
            floor.get(_looked_up(word))
        (found, bare), (cpu, bare_cpu) = in_turns_with_cpu(bench.rounds, work, [server.cpu, beside.cpu])
        yield Result(name, designs, "ms", found, LOOKUP, bare, median, cpu / bare_cpu)
        if p95:
            slow, slow_bare = Figures((found.p95,)), Figures((bare.p95,))
            yield Result(f"{name}, p95", designs, "ms", slow, LOOKUP, slow_bare, p95)


def _reading(reader: Client, paths: Sequence[str]) -> Timed:
    return lambda turn: 1000 * reader.get(paths[turn], PARTIAL).seconds


def _typing(reader: Client, asked: Sequence[Query]) -> Timed:
    return _reading(reader, [_typed(text) for text, _ in asked])


def _looking(floor: Client, asked: Sequence[Query]) -> Timed:
    return lambda turn: 1000 * floor.get(_looked_up(asked[turn][1])).seconds


def _typed(text: str) -> str:
    return "/search/typed?" + urlencode({"q": text})


def _looked_up(word: str) -> str:
    return "/lines?" + urlencode({"q": word})


def _sizes(database: Path) -> dict[str, float]:
    """The MB of each table and index of the search that holds more than a few."""
    with closing(sqlite3.connect(database)) as connection:
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        found = connection.execute(
            "SELECT name, count(*) FROM dbstat WHERE name LIKE '%search%' GROUP BY name ORDER BY 2 DESC"
        )
        return {name: pages * page / 1_000_000 for name, pages in found}
