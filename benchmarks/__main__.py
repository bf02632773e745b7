"""`python -m benchmarks`: measure, print a table, write it as JSON."""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.cases import CASES
from benchmarks.library import tell
from benchmarks.results import Result
from benchmarks.tables import table

SIZES = "1000,10000"
ROUNDS = 200


def main(arguments: list[str] | None = None) -> None:
    """Measure what the arguments ask for."""
    asked = _parser().parse_args(arguments)
    if asked.list:
        for name, case in CASES.items():
            print(f"{name:<12} {(case.__doc__ or '').splitlines()[0]}")
        return
    facts = machine.facts()
    results = list(_measured(asked))
    print(f"{machine.sentence(facts)}\n\n{table(results)}")
    if asked.json:
        written = {"machine": facts, "rounds": asked.rounds, "results": [each.as_dict() for each in results]}
        asked.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Designbook beside a bare Flask application in the same run. "
        "The table goes to standard output, progress to standard error. Nothing asserts a time.",
    )
    parser.add_argument(
        "--designs",
        type=_sizes,
        default=SIZES,
        metavar="N,N",
        help="how many designs the stores hold (default: %(default)s)",
    )
    parser.add_argument(
        "--rounds",
        type=_positive,
        default=ROUNDS,
        metavar="N",
        help="how often a page is read; slow things are measured less often (default: %(default)s)",
    )
    parser.add_argument(
        "--only", nargs="+", choices=list(CASES), metavar="NAME", help="measure these cases alone"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value that was taken as JSON")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the filled stores there for the next run; making 10,000 designs takes minutes",
    )
    parser.add_argument("--list", action="store_true", help="say what the cases are, and measure nothing")
    return parser


def _measured(asked: argparse.Namespace) -> Iterator[Result]:
    # What is loaded by now lives until the end: the collector need not look at it while a clock runs.
    gc.freeze()
    scratch = Path(tempfile.mkdtemp(prefix="benchmarks-"))
    bench = Bench(asked.keep or scratch, scratch, asked.designs, asked.rounds)
    try:
        for name in asked.only or CASES:
            tell(f"measuring: {name}")
            yield from CASES[name](bench)
    finally:
        bench.close()
        gc.unfreeze()
        shutil.rmtree(scratch)


def _sizes(text: str) -> list[int]:
    return [_positive(each) for each in text.split(",")]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


if __name__ == "__main__":
    main()
