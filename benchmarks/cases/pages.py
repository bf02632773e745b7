"""Pages read one after another over one connection, beside a bare read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from benchmarks.bench import Bench, floor_read, some_keys
from benchmarks.client import PARTIAL, Client
from benchmarks.corpus import title_of
from benchmarks.results import Limit, Result
from benchmarks.timing import Figures, Timed, in_turns_with_cpu
from benchmarks.words import Speaker

WARM = 10
"""Requests before the measured ones: compiled templates and statements, filled page caches."""
READ = "bare read"
PAGE_RATIO, PAGE_KB = 5, 14
LIST_RATIO = 5

Paths = Callable[[int, int], Sequence[str]]
"""Given the number of designs and how many are wanted: that many paths."""


def design_page(bench: Bench) -> Iterator[Result]:
    """The page of a design; another one each time."""
    yield from _pages(bench, "design page", _designs(""), limit=Limit(PAGE_RATIO))
    yield from _weight(bench)


def print_page(bench: Bench) -> Iterator[Result]:
    """A design's page for paper."""
    yield from _pages(bench, "print page", _designs("/print"))


def export(bench: Bench) -> Iterator[Result]:
    """A design's Markdown, checked against its checksum on the way."""
    yield from _pages(bench, "export, one file", _designs(".md"))


def filtered_list(bench: Bench) -> Iterator[Result]:
    """The list under a filter that is being typed: part of a word, another one each time."""
    typing = PARTIAL | {"HX-Source": "form#filter"}
    yield from _pages(bench, "list, typed filter", _filters, typing, Limit(LIST_RATIO))


def whole_list(bench: Bench) -> Iterator[Result]:
    """The page that people begin with: the first 50 designs."""
    yield from _pages(bench, "list, whole page", lambda designs, count: ["/"] * count)


def findings_page(bench: Bench) -> Iterator[Result]:
    """The first page of all findings and clashes with its counts, and what the box over it asks."""
    yield from _pages(bench, "findings, whole page", lambda designs, count: ["/findings"] * count)
    yield from _pages(bench, "findings, typed filter", _words, PARTIAL | {"HX-Source": "form#filter"})


def _pages(
    bench: Bench,
    name: str,
    paths: Paths,
    headers: Mapping[str, str] | None = None,
    limit: Limit | None = None,
) -> Iterator[Result]:
    for designs in bench.sizes:
        server, beside = bench.server(designs), bench.floor()
        [reader], floor = bench.readers(designs, 1), Client(beside.url)
        asked = paths(designs, WARM + bench.rounds)
        _warm(reader, floor, asked, headers)
        (measured, bare), (cpu, bare_cpu) = in_turns_with_cpu(
            bench.rounds,
            [_reading(reader, asked[WARM:], headers), partial(floor_read, floor)],
            [server.cpu, beside.cpu],
        )
        yield Result(name, designs, "ms", measured, READ, bare, limit, cpu / bare_cpu)


def _warm(reader: Client, floor: Client, asked: Sequence[str], headers: Mapping[str, str] | None) -> None:
    for turn, path in enumerate(asked[:WARM]):
        reader.get(path, headers)
        floor_read(floor, turn)


def _reading(reader: Client, asked: Sequence[str], headers: Mapping[str, str] | None) -> Timed:
    return lambda turn: 1000 * reader.get(asked[turn], headers).seconds


def _weight(bench: Bench) -> Iterator[Result]:
    """How many bytes of HTML a design's page sends."""
    for designs in bench.sizes:
        [reader] = bench.readers(designs, 1)
        sizes = [len(reader.get(path).body) / 1000 for path in _designs("")(designs, min(designs, 50))]
        limit = Limit(PAGE_KB, "figure")
        yield Result("design page, compressed HTML", designs, "kB", Figures(tuple(sizes)), limit=limit)


def _designs(suffix: str) -> Paths:
    return lambda designs, count: [f"/designs/{key}{suffix}" for key in some_keys(designs, count, suffix)]


def _filters(designs: int, count: int) -> list[str]:
    """What the filter's form sends while somebody types a word of a title."""
    say = Speaker("filter")
    asked = []
    for _ in range(count):
        word = say.random.choice(title_of(say.number(1, designs)).split()).lower()
        typed = word[: max(2, say.number(2, len(word)))]
        asked.append("/?" + urlencode({"q": typed, "status": "", "priority": "", "owner": ""}))
    return asked


def _words(designs: int, count: int) -> list[str]:
    """What the box over findings asks while somebody types a word."""
    say = Speaker("findings")
    asked = []
    for _ in range(count):
        word = say.word()
        asked.append("/findings?" + urlencode({"q": word[: say.number(1, len(word))]}))
    return asked
