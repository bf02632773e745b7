"""`python -m benchmarks.encodings`: what each compression makes of design pages, and what it costs."""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean

import brotli
from flask_compress.compat import compression

from benchmarks import servers
from benchmarks.bench import some_keys
from benchmarks.client import Client
from benchmarks.library import library

PAGES = 40
TIMES = 5

Compressor = Callable[[bytes], bytes]


def main() -> None:
    """Fetch PAGES design pages as they are, and compress them in every way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encodings", description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="as of python -m benchmarks")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="encodings-") as scratch:
        pages = _pages(asked.keep or Path(scratch))
    print(f"{'encoding':<10}{'kB':>8}{'cpu ms':>8}\n{'none':<10}{mean(map(len, pages)) / 1000:>8.1f}")
    for name, compress in _compressors().items():
        size = mean(len(compress(page)) for page in pages)
        print(f"{name:<10}{size / 1000:>8.1f}{_milliseconds(compress, pages):>8.2f}")


def _pages(folder: Path) -> list[bytes]:
    store = library(folder, 1000)
    with servers.designbook(store.data) as server:
        reader = Client(server.url, store.cookie(server))
        plain = {"Accept-Encoding": "identity"}
        return [reader.get(f"/designs/{key}", plain).body for key in some_keys(1000, PAGES, "encodings")]


def _compressors() -> dict[str, Compressor]:
    found: dict[str, Compressor] = {
        f"br {level}": partial(brotli.compress, quality=level) for level in (1, 2, 3, 4, 5, 6, 9)
    }
    for level in (1, 6, 9):
        found[f"gzip {level}"] = partial(gzip.compress, compresslevel=level)
    for level in (1, 3, 6):
        found[f"zstd {level}"] = partial(compression.zstd.compress, level=level)
    return found


def _milliseconds(compress: Compressor, pages: list[bytes]) -> float:
    """Processor time a page, the least of TIMES goes."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        for page in pages:
            compress(page)
        taken.append(time.process_time() - began)
    return 1000 * min(taken) / len(pages)


if __name__ == "__main__":
    main()
