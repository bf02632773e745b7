"""docs/client.py, the script to begin with: run as somebody runs it, against a server that runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, clean_environment, run, running_server

CLIENT = ROOT / "docs" / "client.py"
LINES_MAX = 50

Client = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def client_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Runs the script with the given words, with a token that may write unless another one is given."""
    data = tmp_path_factory.mktemp("client") / "data"
    assert run(data, "sample").returncode == 0
    assert run(data, "people", "add", "author@example.org").returncode == 0
    tokens = {
        scope: run(data, "token", "add", "author@example.org", "--name", "x", "--scope", scope).stdout.strip()
        for scope in ("read", "write")
    }
    with running_server(data) as server:

        def start(*words: str, scope: str = "write", **more: str) -> subprocess.CompletedProcess[str]:
            given = {"DESIGNBOOK_URL": server.url, "DESIGNBOOK_TOKEN": tokens.get(scope, scope)} | more
            return subprocess.run(
                [sys.executable, "-I", str(CLIENT), *words],
                env=clean_environment(Path("nowhere"), PYTHONUTF8="1", **given),
                capture_output=True,
                text=True,
                timeout=60,
            )

        yield start


def boxes(told: subprocess.CompletedProcess[str]) -> dict[str, tuple[str, str]]:
    """The tasks that it printed: text → number and box."""
    assert told.returncode == 0, told.stderr
    lines = [line.partition(" [") for line in told.stdout.splitlines()]
    return {rest[3:]: (number.strip(), rest[0]) for number, _, rest in lines}


@pytest.mark.parametrize(
    ("key", "task"), [("LIB-005", "Return without a card"), ("LIB-001", "Mark a book as collected")]
)
def test_it_lists_the_tasks_of_a_design_and_ticks_one(client_of: Client, key: str, task: str) -> None:
    before = boxes(client_of(key))
    opened = [name for name, (_, box) in before.items() if box == " "]
    chosen = task if task in before else opened[0]
    number, box = before[chosen]
    assert box == " "
    assert boxes(client_of(key, number))[chosen] == (number, "x")
    after = boxes(client_of(key))
    assert after == before | {chosen: (number, "x")}


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        (["NO-1"], {}, "No tasks: there is no design NO-1 that you may read, or it has none."),
        (["LIB-005", "271"], {}, "LIB-005 has no task 271. Nothing was changed."),
        (["LIB-005", "307"], {"scope": "read"}, "The token may only read, or you may."),
        (["LIB-005"], {"scope": "dbk_unknown"}, "not a token that works."),
        (["LIB-005"], {"DESIGNBOOK_URL": "http://127.0.0.1:9"}, "http://127.0.0.1:9 does not answer"),
        (["LIB-005"], {"DESIGNBOOK_TOKEN": ""}, "DESIGNBOOK_TOKEN holds an API token"),
        ([], {}, "List the tasks of a design"),
    ],
)
def test_what_goes_wrong_is_said_plainly(
    client_of: Client, words: list[str], more: dict[str, str], said: str
) -> None:
    told = client_of(*words, **more)
    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_it_is_short_and_needs_nothing_but_python() -> None:
    lines = CLIENT.read_text("utf-8").splitlines()
    assert len(lines) <= LINES_MAX
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
