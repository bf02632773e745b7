"""A design as PDF, beside WeasyPrint alone on the same page with the same styles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.util import find_spec

from benchmarks.asking import Worker
from benchmarks.bench import Bench, some_keys
from benchmarks.client import Client
from benchmarks.library import tell
from benchmarks.results import Limit, Result
from benchmarks.timing import in_turns_with_cpu

ROUNDS_A_PDF = 20
"""A PDF is made once for so many rounds of pages."""
RATIO = 2

_STYLES = re.compile(r'<link rel="stylesheet"[^>]*?\shref="([^"]+)"[^>]*>')


def pdf(bench: Bench) -> Iterator[Result]:
    """A design as PDF; another one each time. Left out where WeasyPrint is not installed."""
    if find_spec("weasyprint") is None:
        tell("no PDF: the extra `pdf` is not installed")
        return
    for designs in bench.sizes:
        [reader] = bench.readers(designs, 1)
        rounds = max(1, bench.rounds // ROUNDS_A_PDF)
        keys = some_keys(designs, rounds + 1, "pdf")
        pages = [json.dumps(_page(reader, key)) for key in keys]
        with Worker("benchmarks.typesetting") as weasyprint:
            work = [partial(_made, reader, keys), partial(_typeset, weasyprint, pages)]
            for each in work:
                each(rounds)
            (made, alone), (cpu, bare_cpu) = in_turns_with_cpu(
                rounds, work, [bench.server(designs).cpu, weasyprint.cpu]
            )
        yield Result("PDF", designs, "s", made, "WeasyPrint alone, warm", alone, Limit(RATIO), cpu / bare_cpu)


def _made(reader: Client, keys: Sequence[str], turn: int) -> float:
    return reader.get(f"/designs/{keys[turn]}.pdf").seconds


def _typeset(weasyprint: Worker, pages: Sequence[str], turn: int) -> float:
    return weasyprint.ask(pages[turn])


def _page(reader: Client, key: str) -> str:
    """The page for paper of a design, its style sheets put where they are linked."""
    plain = {"Accept-Encoding": "identity"}
    html = reader.get(f"/designs/{key}/print", plain).body.decode()
    return _STYLES.sub(lambda link: f"<style>{reader.get(link[1], plain).body.decode()}</style>", html)
