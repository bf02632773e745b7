"""`designbook serve`: starting, being told to stop, and saying in one line why it cannot start."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from tests.serving import (
    RUN_SECONDS,
    START_SECONDS,
    STOP_SECONDS,
    clean_environment,
    command,
    run,
    running_server,
    write,
)
from webapp.cli import main, serve, worker

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=STOP_SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        return error.code


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Status 1, nothing on stdout, and on stderr one line that has all the words."""
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("Error: ")
    for word in words:
        assert word in done.stderr


def powerless(arguments: list[str]) -> list[str]:
    """The command without root's power over other people's files, when root runs the tests."""
    if os.geteuid() != 0:
        return arguments
    setpriv = shutil.which("setpriv")
    assert setpriv, "setpriv (Debian package util-linux) is needed to test file permissions as root"
    return [setpriv, "--bounding-set=-all", "--inh-caps=-all", *arguments]


def run_powerless(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        powerless(command(*arguments)),
        env=clean_environment(data),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
    )


def open_request(url: str, head: bytes) -> socket.socket:
    address = urlsplit(url)
    connection = socket.create_connection((address.hostname, address.port), timeout=STOP_SECONDS)
    connection.sendall(head)
    return connection


def read_all(connection: socket.socket) -> bytes:
    read = b""
    while piece := connection.recv(65536):
        read += piece
    return read


def test_each_start_without_an_account_prints_a_new_link_and_ends_the_old_one(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as first:
        assert first.setup_link is not None
        assert first.setup_link.startswith(f"{first.url}/setup/")
        assert status(first.setup_link) == 200
    with running_server(tmp_path / "data") as second:
        assert second.setup_link is not None
        assert status(second.setup_link) == 200
        old_path = urlsplit(first.setup_link).path
        assert status(second.url + old_path) == 404


def test_with_an_account_no_link_is_printed(tmp_path: Path) -> None:
    assert run(tmp_path / "data", "doctor").returncode == 0
    write(
        tmp_path / "data",
        "INSERT INTO person (email, name, filter_name, password_hash, is_admin, created_at, version) "
        "VALUES ('a@example.org', 'A', 'a', 'hash', 1, '2026-01-01 00:00:00', 1)",
    )
    with running_server(tmp_path / "data") as server:
        assert server.setup_link is None
        assert status(f"{server.url}/login") == 200


def test_the_link_carries_the_public_address(tmp_path: Path) -> None:
    link = _greeting(tmp_path, DESIGNBOOK_PUBLIC_URL="https://designs.example.org")
    assert "https://designs.example.org/setup/" in link


def test_a_request_under_way_is_answered_after_the_signal_and_the_exit_is_clean(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        idle = open_request(server.url, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(15) == b"HTTP/1.1 200 OK"
        slow = open_request(
            server.url,
            b"POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n",
        )
        # A thread of a worker waits for the form.
        assert slow.recv(len(CONTINUE), socket.MSG_WAITALL) == CONTINUE
        slow.sendall(b"email")
        server.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        slow.sendall(b"=abcd")
        answer = read_all(slow)
        assert answer.startswith(b"HTTP/1.1 4")
        assert b"</html>" in answer
        assert server.process.wait(STOP_SECONDS) == 0
    idle.close()
    slow.close()


def test_under_load_no_answer_is_cut_off_by_the_signal(tmp_path: Path) -> None:
    whole, cut, begun = 0, [], threading.Event()
    stop = threading.Event()

    def ask(url: str) -> None:
        nonlocal whole
        while not stop.is_set():
            try:
                connection = open_request(url, b"GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                answer = read_all(connection)
                connection.close()
            except OSError:
                continue  # refused: the server does not take new requests any more
            if answer.startswith(b"HTTP/1.1 200") and b"</html>" in answer:
                whole += 1
                if whole > 20:
                    begun.set()
            elif answer:
                cut.append(answer)

    with running_server(tmp_path / "data") as server:
        threads = [threading.Thread(target=ask, args=(server.url,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        assert begun.wait(START_SECONDS)
        server.process.send_signal(signal.SIGTERM)
        try:
            assert server.process.wait(STOP_SECONDS) == 0
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert whole > 20
    assert cut == []


def test_after_a_kill_of_the_parent_the_port_is_free_for_the_next_start(tmp_path: Path) -> None:
    with pytest.raises(AssertionError), running_server(tmp_path / "data") as server:
        server.process.kill()
    port = str(urlsplit(server.url).port)
    deadline = time.monotonic() + START_SECONDS
    while (done := _greeting(tmp_path, port=port)).startswith("Error"):
        assert time.monotonic() < deadline, done
    assert f"serves {server.url}" in done


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", "--workers", "1") as server:
        worker_id = _children(server.process.pid)[0]
        os.kill(worker_id, signal.SIGKILL)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                assert status(f"{server.url}/healthz") == 200
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert worker_id not in _children(server.process.pid)


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert_refused(run(tmp_path / "data", "serve", "--port", str(port)), f"Port {port}", "--port")


def test_two_servers_do_not_share_a_port(tmp_path: Path) -> None:
    with running_server(tmp_path / "first") as server:
        port = str(urlsplit(server.url).port)
        assert_refused(run(tmp_path / "second", "serve", "--port", port), f"Port {port}")


def test_a_host_that_is_no_address_is_said_in_one_line(tmp_path: Path) -> None:
    assert_refused(run(tmp_path / "data", "serve", "--host", "not an address"), "not an address")


def test_a_data_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert_refused(run(tmp_path / "file" / "data", "serve"), str(tmp_path / "file"))


def test_a_database_folder_that_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'd.db'}"
    assert_refused(
        run(tmp_path / "data", "serve", DESIGNBOOK_DATABASE_URL=url), str(tmp_path / "nowhere" / "d.db")
    )


def test_a_postgresql_that_does_not_answer_is_said_in_one_line_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://someone:hidden@127.0.0.1:1/designbook"
    done = run(tmp_path / "data", "serve", DESIGNBOOK_DATABASE_URL=url)
    assert_refused(done, "postgresql", "127.0.0.1")
    assert "hidden" not in done.stderr


def test_a_file_that_is_no_database_is_said_in_one_line_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "designbook.db"
    database.write_text("not a database, but somebody’s notes " * 100)
    before = database.read_bytes()
    assert_refused(run(tmp_path / "data", "serve"), str(database), "not a database")
    assert database.read_bytes() == before


def test_a_folder_of_another_owner_is_said_in_one_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "doctor").returncode == 0
    (data / "secret_key").chmod(0)
    assert_refused(run_powerless(data, "doctor"), str(data), "Permission denied")
    (data / "secret_key").chmod(0o600)
    assert run_powerless(data, "doctor").returncode == 0


def test_a_read_only_database_is_said_in_one_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "doctor").returncode == 0
    for path in data.glob("designbook.db*"):
        path.chmod(0o400)
    assert_refused(run_powerless(data, "serve", "--port", "0"), "designbook.db")


def test_a_database_of_a_newer_designbook_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path / "data", "doctor").returncode == 0
    write(tmp_path / "data", "UPDATE alembic_version SET version_num = '9999'")
    assert_refused(run(tmp_path / "data", "serve"), "9999", "newer")


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("DESIGNBOOK_SECRET_KEY", "short", "DESIGNBOOK_SECRET_KEY"),
        ("DESIGNBOOK_PUBLIC_URL", "designs.example.org", "DESIGNBOOK_PUBLIC_URL"),
        ("DESIGNBOOK_DATABASE_URL", "mysql://x", "DESIGNBOOK_DATABASE_URL"),
        ("DESIGNBOOK_SESSION_DAYS", "many", "DESIGNBOOK_SESSION_DAYS"),
    ],
)
def test_a_bad_setting_is_said_in_one_line(tmp_path: Path, setting: str, value: str, words: str) -> None:
    assert_refused(run(tmp_path / "data", "serve", **{setting: value}), words)


def test_a_damaged_secret_key_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text("half a k")
    assert_refused(run(tmp_path / "data", "serve"), "secret_key", "delete it")


def test_a_wrong_option_is_a_usage_error(tmp_path: Path) -> None:
    done = run(tmp_path / "data", "serve", "--port", "70000")
    assert done.returncode == 2
    assert "--port" in done.stderr


class RecordedGranian:
    """Stands in for the server; remembers what it was made with."""

    made: dict[str, object]

    def __init__(self, target: str, **options: object) -> None:
        RecordedGranian.made = {"target": target, **options}

    def on_startup(self, hook: object) -> None:
        assert callable(hook)
        hook()

    def serve(self) -> None:
        """Return at once, as after a signal to stop."""


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr(serve, "Granian", RecordedGranian)
    for name, value in clean_environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DESIGNBOOK_DATABASE_URL", raising=False)
    return CliRunner()


def test_beyond_this_machine_it_warns_unless_the_public_address_is_https(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNBOOK_LIMITS", "on")
    beyond = ["serve", "--host", "0.0.0.0", "--port", "0"]  # noqa: S104
    warned = runner.invoke(main, [*beyond, "--workers", "2"])
    assert warned.exit_code == 0, warned.output
    assert "Warning: 0.0.0.0 can be reached from other machines" in warned.stderr
    assert "Warning: each of the 2 processes counts requests by itself" in warned.stderr
    assert "http://localhost:" in warned.stdout
    monkeypatch.setenv("DESIGNBOOK_PUBLIC_URL", "https://designs.example.org")
    calm = runner.invoke(main, [*beyond, "--workers", "1"])
    assert calm.stderr == ""
    assert "Designbook serves https://designs.example.org" in calm.stdout


def test_limits_are_off_at_loopback_alone(runner: CliRunner, tmp_path: Path) -> None:
    beyond = run(tmp_path / "data", "serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert_refused(beyond, "DESIGNBOOK_LIMITS=off is for tests")
    here = runner.invoke(main, ["serve", "--host", "127.0.0.1", "--port", "0"])
    assert here.exit_code == 0, here.output


def test_at_loopback_it_does_not_warn(runner: CliRunner) -> None:
    done = runner.invoke(main, ["serve", "--host", "localhost", "--port", "0", "--workers", "3"])
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert RecordedGranian.made["workers"] == 3
    assert RecordedGranian.made["address"] in {"127.0.0.1", "::1"}
    assert RecordedGranian.made["port"] != 0


def test_the_address_of_the_next_protocol_is_bracketed(runner: CliRunner) -> None:
    done = runner.invoke(main, ["serve", "--host", "::1", "--port", "0"])
    assert done.exit_code == 0, done.output
    assert "serves http://[::1]:" in done.stdout


def test_a_worker_stops_itself_when_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, int]] = []
    parents = iter([7, 7, 1])
    monkeypatch.setattr(worker, "WATCH_SECONDS", 0)
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    worker._stop_with(7)
    assert sent == [(os.getpid(), signal.SIGTERM)]


def _greeting(tmp_path: Path, port: str = "0", **environment: str) -> str:
    """What a server says before it is stopped again."""
    process = subprocess.Popen(
        command("serve", "--port", port),
        env=clean_environment(tmp_path / "data", **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Stop it"):
            process.terminate()
    process.wait(15)
    process.stdout.close()
    return said


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in listed]
