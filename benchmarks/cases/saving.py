"""The save of one cell, beside one ORM UPDATE and its commit."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench, some_keys
from benchmarks.client import Client
from benchmarks.editor import Editor
from benchmarks.floor import ROWS, SHEETS
from benchmarks.results import Limit, Result
from benchmarks.timing import Figures, Timed, in_turns_with_cpu
from benchmarks.words import Speaker

WARM = 5
MEDIAN, P95 = 3, 4
"""How many times a bare UPDATE a save may cost."""


def cell_save(bench: Bench) -> Iterator[Result]:
    """A cell saved where it stands, in another design each time."""
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.floor()
        editor = Editor(server.url, bench.library(designs).cookie(server), "saving")
        keys = some_keys(designs, WARM + bench.rounds, "save")
        work = [_saving(editor, keys), _updating(Client(beside.url))]
        for turn in range(WARM):
            for each in work:
                each(turn)
        (saved, bare), (cpu, bare_cpu) = in_turns_with_cpu(bench.rounds, work, [server.cpu, beside.cpu])
        floor = "bare UPDATE and commit"
        yield Result("cell save", designs, "ms", saved, floor, bare, Limit(MEDIAN), cpu_ratio=cpu / bare_cpu)
        slow, slow_bare = Figures((saved.p95,)), Figures((bare.p95,))
        yield Result("cell save, p95", designs, "ms", slow, floor, slow_bare, Limit(P95))


def _saving(editor: Editor, keys: list[str]) -> Timed:
    # What stands there is known before a clock runs, as to somebody who has the page before them.
    cells = [editor.open(editor.cells(key, "description")[0]) for key in keys]

    def save(turn: int) -> float:
        return 1000 * editor.save(cells.pop())

    return save


def _updating(floor: Client) -> Timed:
    say = Speaker("saving")

    def update(turn: int) -> float:
        return 1000 * update_line(floor, say)

    return update


def update_line(floor: Client, say: Speaker) -> float:
    """Change a line of the floor, any; how many seconds that took."""
    return floor.post(f"/lines/{say.number(1, ROWS * SHEETS)}", {"text": say.phrase(4, 11)}).seconds
