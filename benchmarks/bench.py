"""What every case may ask for: libraries, running servers, how often to measure."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from random import Random

from benchmarks import corpus, servers
from benchmarks.client import Client
from benchmarks.floor import SHEETS
from benchmarks.library import Library, library, mostly_hidden
from benchmarks.servers import Server


class Bench:
    """One run. Libraries are made and servers started when a case first asks; `close` stops them.

    `folder` keeps the libraries; `scratch` is emptied after the run.
    """

    def __init__(self, folder: Path, scratch: Path, sizes: list[int], rounds: int) -> None:
        self.scratch = scratch
        self.sizes = sizes
        self.rounds = rounds
        self._folder = folder
        self._open = ExitStack()
        self._servers: dict[int, Server] = {}
        self._floor: Server | None = None
        self._lookups: dict[int, Server] = {}

    def library(self, designs: int) -> Library:
        """The library of so many designs."""
        return library(self._folder, designs)

    def server(self, designs: int) -> Server:
        """The server of so many designs, which stays up for the next case."""
        if designs not in self._servers:
            library = self.library(designs)
            self._servers[designs] = self._open.enter_context(servers.designbook(library.data))
        return self._servers[designs]

    def readers(self, designs: int, count: int) -> list[Client]:
        """So many connections of somebody who is signed in."""
        server = self.server(designs)
        cookie = self.library(designs).cookie(server)
        return [Client(server.url, cookie) for _ in range(count)]

    def floor(self) -> Server:
        """The bare floor, which stays up for the next case."""
        if self._floor is None:
            self._floor = self._open.enter_context(servers.floor(self.scratch / "floor.db"))
        return self._floor

    def lookup(self, designs: int) -> Server:
        """The bare lookup in the lines of so many designs, which stays up for the next case."""
        if designs not in self._lookups:
            library = self.library(designs).data / "designbook.db"
            database = self.scratch / f"lookup-{designs}.db"
            self._lookups[designs] = self._open.enter_context(servers.lookup(database, library))
        return self._lookups[designs]

    def close(self) -> None:
        """Stop every server."""
        self._open.close()
        self._servers.clear()
        self._lookups.clear()
        self._floor = None


class MostlyHidden(Bench):
    """The same run for somebody who may read few of the designs of each library, beside the same floors."""

    def __init__(self, whole: Bench) -> None:
        super().__init__(whole._folder, whole.scratch, whole.sizes, whole.rounds)
        self._whole = whole

    def library(self, designs: int) -> Library:
        """The library of so many designs, of which most are out of sight."""
        return mostly_hidden(self._whole.library(designs))

    def floor(self) -> Server:
        """The bare floor of the whole run."""
        return self._whole.floor()

    def lookup(self, designs: int) -> Server:
        """The bare lookup in the lines of all designs, hidden or not."""
        return self._whole.lookup(designs)


def some_keys(designs: int, count: int, seed: str) -> list[str]:
    """`count` keys in no order, over all designs before one comes twice."""
    random = Random(seed)
    keys: list[str] = []
    while len(keys) < count:
        keys += random.sample([corpus.key_of(number) for number in range(1, designs + 1)], designs)
    return keys[:count]


def floor_read(client: Client, turn: int) -> float:
    """Read a sheet of the floor; each turn another. Returns milliseconds."""
    return 1000 * client.get(f"/sheets/{turn % SHEETS + 1}").seconds


def floor_read_json(client: Client, turn: int) -> float:
    """Read a sheet of the floor as JSON, likewise."""
    return 1000 * client.get(f"/sheets/{turn % SHEETS + 1}.json").seconds
