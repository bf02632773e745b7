"""`designbook serve`: set everything up, then serve until a signal says stop."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from typing import Any

import click
from flask import current_app
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from webapp.cli.starting import CannotStart, opened_app
from webapp.cli.worker import hand_over
from webapp.config import LIMITS_STAY, Settings
from webapp.services.bin import purge_bin
from webapp.services.links import make_setup_link, setup_is_open
from webapp.services.occupancy import mark_in_use
from webapp.services.rebuilding import rebuild_stale

# Threads of one process share one interpreter lock: at 16 connections 2 × 2 answered faster than 2 × 8,
# with a twentieth of its slowest answers.
WORKERS = min(2, os.cpu_count() or 1)
THREADS = 2
# How long requests under way may take to finish after a signal to stop, in seconds.
STOP_SECONDS = 5


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 takes a free one.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=WORKERS, show_default=True, help="Processes that answer."
)
def serve(host: str, port: int, workers: int) -> None:
    """Set up the data folder and the database, then serve.

    While nobody can sign in, each start prints a link that makes the first administrator. It
    works once; the link of an earlier start no longer works.
    """
    address, port = _free_address(host, port)
    with opened_app() as app:
        mark_in_use()  # until this process ends: nobody may restore a backup under a server
        settings: Settings = current_app.config["DESIGNBOOK"]
        purge_bin()
        if rebuilt := rebuild_stale():
            click.echo(f"Drawn again for this version: {rebuilt} documents.")
        url = settings.public_url or _url(host, port)
        link = f"{url}/setup/{make_setup_link()}" if setup_is_open() else None
    is_alone = ipaddress.ip_address(address).is_loopback
    if not (settings.limits or is_alone):
        raise CannotStart(f"{LIMITS_STAY}.")
    if workers > 1 and not settings.limits_store and not (is_alone and not settings.public_url):
        click.echo(
            f"Warning: each of the {workers} processes counts requests by itself, so that somebody may send "
            f"up to {workers} times what the limits allow. Set DESIGNBOOK_LIMITS_STORE to a Redis server.",
            err=True,
        )
    if not (settings.https or is_alone):
        click.echo(
            f"Warning: {host} can be reached from other machines, and without https passwords travel "
            "readable. Put a proxy with https in front and set DESIGNBOOK_PUBLIC_URL to its address.",
            err=True,
        )
    server = Granian(
        "webapp.cli.worker:load_app", factory=True, address=address, port=port, **server_options(workers)
    )
    hand_over(app)
    server.on_startup(lambda: _greet(url, link))
    server.serve()


def server_options(workers: int = WORKERS) -> dict[str, Any]:
    """What granian is told beside the application and the address; benchmarks give it to their floor."""
    return {
        "interface": Interfaces.WSGI,
        "workers": workers,
        "blocking_threads": THREADS,
        "workers_kill_timeout": STOP_SECONDS,
        "respawn_failed_workers": True,
        "log_level": LogLevels.warning,
    }


def _free_address(host: str, port: int) -> tuple[str, int]:
    """The numeric address and the port, after trying them.

    granian shares its port between workers, so it would also share it with a server that already runs.
    Raises CannotStart when nobody can listen there.
    """
    try:
        family, kind, _, _, name = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(name)
            trial.listen()
            address, port = trial.getsockname()[:2]
            return address, port
    except socket.gaierror as error:
        raise CannotStart(f"--host {host} is no address: {error.strerror}.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} at {host} is in use by another program; choose one with --port."
            ) from error
        raise CannotStart(f"Nobody can listen at port {port} of {host}: {error.strerror}.") from error


def _url(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 -- compared, not listened at
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _greet(url: str, link: str | None) -> None:
    click.echo(f"Designbook serves {url}")
    if link:
        click.echo(f"Nobody can sign in yet. Make the first administrator at {link}")
    click.echo("Stop it with Ctrl+C.")
