"""Work done a few files at a time, on request, so that two kinds of it can take turns.

    python -m benchmarks.steps import|parse FOLDER

Reads a number of files from each line of standard input, does so many more of them, and answers with
the seconds that took.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from markdown_it import MarkdownIt

from webapp.cli.starting import opened_app
from webapp.services.folders import gather
from webapp.services.transfer import import_designs


def importing(folder: Path) -> Iterator[None]:
    """Import the files into the data folder of the environment; one step a file, after one to get ready."""
    files, unusable = gather([folder])
    assert not unusable
    with opened_app():
        yield
        for report in import_designs(files):
            assert report.status == "new", report
            yield


def parsing(folder: Path) -> Iterator[None]:
    """Read and parse the same files with markdown-it-py alone; one step a file, after one to get ready."""
    files, _ = gather([folder])
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    yield
    for file in files:
        parser.parse(file.read().decode())
        yield


KINDS: dict[str, Callable[[Path], Iterator[None]]] = {"import": importing, "parse": parsing}


def main() -> None:
    """Work off what standard input asks for."""
    work = KINDS[sys.argv[1]](Path(sys.argv[2]))
    next(work)
    for line in sys.stdin:
        began = time.perf_counter()
        for _ in islice(work, int(line)):
            pass
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main()
