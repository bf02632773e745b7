"""A small save, beside one ORM UPDATE and its commit."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.client import Client, cookie_of, form_token
from benchmarks.floor import ROWS, SHEETS
from benchmarks.results import Result
from benchmarks.timing import Timed, in_turns_with_cpu
from benchmarks.words import Speaker

WARM = 5


def small_save(bench: Bench) -> Iterator[Result]:
    """The smallest form there is: one's own name, changed."""
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.floor()
        work = [_renaming(server.url, bench.readers(designs, 1)[0]), _updating(Client(beside.url))]
        for turn in range(WARM):
            for each in work:
                each(turn)
        (saved, bare), (cpu, bare_cpu) = in_turns_with_cpu(bench.rounds, work, [server.cpu, beside.cpu])
        yield Result(
            "small save", designs, "ms", saved, "bare UPDATE and commit", bare, cpu_ratio=cpu / bare_cpu
        )


def _renaming(url: str, reader: Client) -> Timed:
    form = reader.get("/account", {"Accept-Encoding": "identity"})
    token = form_token(form.body)
    # One cookie for all: each answer brings a longer one, with a message for a page that is never shown.
    writer = Client(url, cookie_of(form))
    say = Speaker("saving")

    def rename(turn: int) -> float:
        return 1000 * writer.post("/account", {"csrf_token": token, "name": say.phrase(2, 3)}, 303).seconds

    return rename


def _updating(floor: Client) -> Timed:
    say = Speaker("saving")

    def update(turn: int) -> float:
        line = say.number(1, ROWS * SHEETS)
        return 1000 * floor.post(f"/lines/{line}", {"text": say.phrase(4, 11)}).seconds

    return update
