"""What programs ask for most, beside the same of plain rows: a document's blocks with their rows, a cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks.bench import Bench, floor_read_json, some_keys
from benchmarks.cases.saving import update_line
from benchmarks.client import PLAIN, Client
from benchmarks.results import Limit, Result
from benchmarks.timing import Timed, in_turns_with_cpu
from benchmarks.words import Speaker

WARM = 10
READ_RATIO, PATCH_RATIO = 5, 4.5
API = "/api/v1"


def document_blocks(bench: Bench) -> Iterator[Result]:
    """All blocks of a document with their rows as JSON; another document each time."""
    yield from _api(bench, "API, blocks with rows", _reading, "bare read as JSON", _reading_bare, READ_RATIO)


def row_patch(bench: Bench) -> Iterator[Result]:
    """One cell of a row changed, with what it said before as its base; in another design each time."""
    floor = "bare UPDATE and commit"
    yield from _api(bench, "API, PATCH of a row", _changing, floor, _changing_bare, PATCH_RATIO)


def _api(
    bench: Bench,
    name: str,
    ask: Callable[[Client, list[str]], Timed],
    floor_name: str,
    ask_floor: Callable[[Client], Timed],
    most: float,
) -> Iterator[Result]:
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.floor()
        program = Client(server.url, token=bench.library(designs).token())
        keys = some_keys(designs, WARM + bench.rounds, name)
        work = [ask(program, keys), ask_floor(Client(beside.url))]
        for turn in range(WARM):
            for each in work:
                each(turn)
        later = [partial(_later, each) for each in work]
        (asked, bare), (cpu, bare_cpu) = in_turns_with_cpu(bench.rounds, later, [server.cpu, beside.cpu])
        yield Result(name, designs, "ms", asked, floor_name, bare, Limit(most), cpu / bare_cpu)


def _later(work: Timed, turn: int) -> float:
    return work(WARM + turn)


def _reading(program: Client, keys: list[str]) -> Timed:
    paths = [f"{API}/documents/{_document(program, key)}/blocks?limit=100" for key in keys]
    return lambda turn: 1000 * program.get(paths[turn]).seconds


def _reading_bare(floor: Client) -> Timed:
    return partial(floor_read_json, floor)


def _changing(program: Client, keys: list[str]) -> Timed:
    # What stands there is known before a clock runs, as to a program that has read it.
    rows = {key: _row(program, key) for key in set(keys)}
    say = Speaker("api-patch")

    def change(turn: int) -> float:
        row_id, name, said = rows[keys[turn]]
        text = say.another(said, 4, 11)
        body = {"cells": {name: text}, "base": {"cells": {name: said}}}
        answer = program.patch(f"{API}/rows/{row_id}", body)
        rows[keys[turn]] = (row_id, name, text)
        return 1000 * answer.seconds

    return change


def _changing_bare(floor: Client) -> Timed:
    say = Speaker("api-patch")
    return lambda turn: 1000 * update_line(floor, say)


def _document(program: Client, key: str) -> int:
    [design] = _json(program, f"/designs?key={key}")["items"]
    document_id: int = design["documents"][0]["id"]
    return document_id


def _row(program: Client, key: str) -> tuple[int, str, str]:
    """A row of a table of this design, the name of its last column, and what stands there."""
    blocks = _json(program, f"/documents/{_document(program, key)}/blocks?kind=table&limit=100")["items"]
    row = next(block["rows"][0] for block in blocks if block["register"] == "endpoints" and block["rows"])
    name = list(row["cells"])[-1]
    return row["id"], name, row["cells"][name]


def _json(program: Client, path: str) -> Any:
    return json.loads(program.get(API + path, PLAIN).body)
