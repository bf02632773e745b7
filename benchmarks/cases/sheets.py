"""Edits of tables: what their length costs, what a paste costs, and sixteen people in one table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count

from benchmarks import corpus, servers
from benchmarks.bench import Bench
from benchmarks.cases.saving import update_line
from benchmarks.client import Client
from benchmarks.editor import Cell, Editor
from benchmarks.library import sheets
from benchmarks.load import CONNECTIONS, Crowd, Load
from benchmarks.results import Limit, Result
from benchmarks.servers import Server
from benchmarks.timing import Figures, Timed, in_turns, in_turns_with_cpu
from benchmarks.words import Speaker

SHORT, LONG = 60, 2_000
"""How many rows the two tables have."""
PASTED = 50
SAVES_A_PASTE = 20
"""A paste is measured once in so many rounds."""
SLICE_SECONDS = 1.0
SLICES = 3


def sheet_edits(bench: Bench) -> Iterator[Result]:
    """A store of its own with two designs: a table of SHORT rows in one, of LONG rows in the other."""
    library = sheets(bench.scratch, {corpus.key_of(1): SHORT, corpus.key_of(2): LONG})
    with servers.designbook(library.data) as server:
        cookie = library.cookie(server)
        editors = [Editor(server.url, cookie, f"editor {number}") for number in range(CONNECTIONS)]
        yield from _by_length(bench, editors[0])
        yield from _pasting(bench, editors[0])
        yield from _at_once(bench, server, editors)


def _by_length(bench: Bench, editor: Editor) -> Iterator[Result]:
    work = [_saving(editor, editor.cells(corpus.key_of(number))) for number in (2, 1)]
    among_many, among_few = in_turns(bench.rounds, work)
    name = f"cell save among {LONG:,} rows"
    yield Result(name, 2, "ms", among_many, f"among {SHORT} rows", among_few, Limit(1.25))


def _pasting(bench: Bench, editor: Editor) -> Iterator[Result]:
    key = corpus.key_of(1)
    cells, block = editor.cells(key), editor.table(key)
    paste = partial(editor.paste, block, cells[0], PASTED, corpus.COLUMNS)
    pasted, saved = in_turns(
        max(2, bench.rounds // SAVES_A_PASTE), [lambda turn: 1000 * paste(), _saving(editor, cells[-60:])]
    )
    name = f"paste of {PASTED} × {corpus.COLUMNS} cells"
    yield Result(name, 2, "ms", pasted, "cell save", saved, Limit(40))


def _at_once(bench: Bench, server: Server, editors: list[Editor]) -> Iterator[Result]:
    """All of them in one table, each in a row of their own, as often as they can."""
    beside = bench.floor()
    rows = editors[0].cells(corpus.key_of(1))[:: corpus.COLUMNS]
    crowd = Crowd([partial(editor.save, cell) for editor, cell in zip(editors, rows, strict=False)])
    say = Speaker("floor")
    floor = Crowd([partial(update_line, Client(beside.url), say) for _ in editors])
    loads: list[Load] = []
    bare: list[Load] = []
    crowd.work(SLICE_SECONDS)
    floor.work(SLICE_SECONDS)
    _, (cpu, bare_cpu) = in_turns_with_cpu(
        SLICES, [partial(_note, crowd, loads), partial(_note, floor, bare)], [server.cpu, beside.cpu]
    )
    done, bare_done = (sum(len(load.milliseconds) for load in some) for some in (loads, bare))
    rate, bare_rate = (Figures(tuple(load.per_second for load in some)) for some in (loads, bare))
    dearer = (cpu / done) / (bare_cpu / bare_done)
    yield Result("16 editors, saves", 2, "/s", rate, "bare UPDATEs", bare_rate, Limit(3), cpu_ratio=dearer)
    each, bare_each = (
        Figures(tuple(one for load in some for one in load.milliseconds)) for some in (loads, bare)
    )
    yield Result("16 editors, each", 2, "ms", each, "bare UPDATE", bare_each)


def _saving(editor: Editor, cells: list[Cell]) -> Timed:
    places = count()
    return lambda turn: 1000 * editor.save(cells[(next(places) * 7) % len(cells)])


def _note(crowd: Crowd, loads: list[Load], turn: int) -> float:
    load = crowd.work(SLICE_SECONDS)
    loads.append(load)
    return load.per_second
