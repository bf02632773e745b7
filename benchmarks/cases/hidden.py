"""Most designs are out of sight: who may read few waits no longer, and cannot tell what the others hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from benchmarks.bench import Bench, MostlyHidden, floor_read
from benchmarks.cases import pages, searching
from benchmarks.client import PARTIAL, Client
from benchmarks.hiding import READABLE_OF
from benchmarks.library import DATABASE
from benchmarks.results import Limit, Result
from benchmarks.servers import Server
from benchmarks.timing import Timed, in_turns, in_turns_with_cpu
from webapp.models.search import DESIGN_SHIFT, ENTRY, FULL_TEXT, KIND_SHIFT
from webapp.registers.entry import NAMES
from webapp.services.projects import FIRST_KEY

CASES = (
    searching.typed,
    searching.short,
    searching.mistyped,
    searching.register_page,
    pages.filtered_list,
    pages.findings_page,
)
API = "/api/v1"
ASKED = {"word held": "quizzicalmoss", "a letter wrong": "quizzicalmosz"}
"""What is asked for while a hidden design holds the first of them, and while none does."""
HELD = ASKED["word held"]
TOLD = 1.05
"""How many times as long an answer may take where a hidden design holds what was asked."""
REPEATED = 5


def few_readable(bench: Bench) -> Iterator[Result]:
    """Search, register, list and findings of a member who may read one design of twenty; a token for it."""
    with closing(MostlyHidden(bench)) as hidden:
        for case in CASES:
            for result in case(hidden):
                yield replace(result, case=f"1 of {READABLE_OF} readable: {result.case}")
        yield from _with_token(hidden)


def hidden_word(bench: Bench) -> Iterator[Result]:
    """Processor time of a search while a design out of sight holds the word, and while none does."""
    with closing(MostlyHidden(bench)) as hidden:
        for designs in bench.sizes:
            for name, word in ASKED.items():
                yield from _told(hidden, designs, f"in a hidden design: {name}", word)


def _with_token(bench: Bench) -> Iterator[Result]:
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.floor()
        token = bench.library(designs).token("--project", FIRST_KEY)
        program, floor = Client(server.url, token=token), Client(beside.url)
        asked = [text for text, _ in searching.typed_queries(searching.WARM + bench.rounds) if text.strip()]
        lists = [f"{API}/designs?" + urlencode({"q": text}) for text in asked]
        registers = [f"{API}/registers/{NAMES[turn % len(NAMES)]}" for turn in range(bench.rounds)]
        for name, paths, limit in (("list", lists, pages.LIST_RATIO), ("register", registers, None)):
            read = partial(_read, program, paths)
            read_bare = partial(floor_read, floor)
            for turn in range(searching.WARM):
                read(turn)
                read_bare(turn)
            (measured, bare), (cpu, bare_cpu) = in_turns_with_cpu(
                bench.rounds, [read, read_bare], [server.cpu, beside.cpu]
            )
            title = f"token of 1 project: {name}"
            most = Limit(limit) if limit else None
            yield Result(title, designs, "ms", measured, pages.READ, bare, most, cpu / bare_cpu)


def _read(program: Client, paths: list[str], turn: int) -> float:
    return 1000 * program.get(paths[turn % len(paths)]).seconds


def _told(bench: Bench, designs: int, name: str, word: str) -> Iterator[Result]:
    server, [reader] = bench.server(designs), bench.readers(designs, 1)
    with closing(sqlite3.connect(bench.library(designs).data / DATABASE, timeout=60)) as store:
        line_id, text = _hidden_line(store)
        try:
            works = [
                _looking(reader, server, partial(_say, store, line_id, text, held=held), word)
                for held in (True, False)
            ]
            for work in works:
                work(0)
            there, nowhere = in_turns(bench.rounds, works)
        finally:
            _write(store, line_id, text, known=False)
    yield Result(f"search, {name}, cpu", designs, "ms", there, "held nowhere", nowhere, Limit(TOLD))


def _hidden_line(store: sqlite3.Connection) -> tuple[int, str]:
    """A line of an entry of a design in the middle of those that the reader may not read."""
    [hidden] = store.execute(
        "SELECT design.id FROM design JOIN project ON project.id = project_id WHERE project.key <> ? "
        "ORDER BY abs(design.id - (SELECT max(id) / 2 FROM design)) LIMIT 1",
        (FIRST_KEY,),
    ).fetchone()
    first = (ENTRY << KIND_SHIFT) + (hidden << DESIGN_SHIFT)
    found: tuple[int, str] = store.execute(
        "SELECT id, text FROM search_line WHERE id >= ? ORDER BY id LIMIT 1", (first,)
    ).fetchone()
    return found


def _looking(reader: Client, server: Server, say: Callable[[], None], word: str) -> Timed:
    path = "/search/typed?" + urlencode({"q": word})

    def ask() -> None:
        for _ in range(REPEATED):
            reader.get(path, PARTIAL)

    def look(turn: int) -> float:
        say()
        ask()  # once for the server to read anew what was written
        began = server.cpu()
        ask()
        return 1000 * (server.cpu() - began) / REPEATED

    return look


def _say(store: sqlite3.Connection, line_id: int, text: str, *, held: bool) -> None:
    # As many characters either way: the index is as large.
    _write(store, line_id, f"{text} {HELD if held else HELD[::-1]}", known=held)


def _write(store: sqlite3.Connection, line_id: int, text: str, *, known: bool) -> None:
    """Have the line say this, and its word be known or not."""
    with store:
        store.execute(f"UPDATE {FULL_TEXT} SET text = ? WHERE rowid = ?", (text, line_id))  # noqa: S608
        store.execute("UPDATE search_line SET text = ? WHERE id = ?", (text, line_id))
        store.execute("DELETE FROM search_word WHERE word IN (?, ?)", (HELD, HELD[::-1]))
        store.execute("INSERT INTO search_word (word) VALUES (?)", (HELD if known else HELD[::-1],))
