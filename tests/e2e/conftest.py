"""A browser, real servers, and pages whose every complaint fails the test."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.e2e import browser as browsers
from tests.e2e.folders import make_feature_folders
from tests.e2e.grids import write_designs
from tests.e2e.pages.accounts import SetupPage
from tests.e2e.pages.grid import GridPage
from tests.e2e.patience import PATIENCE
from tests.e2e.sights import Sights
from tests.e2e.troubles import Troubles
from tests.serving import Server, run, running_server

expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage here: the application runs in another process, so none of its lines are seen."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.no_cover)


@dataclass
class Library:
    """A server with an administrator, who is signed in by `state`, and two designs out of `folders`."""

    server: Server
    state: StorageState
    folders: list[Path]

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.server.url

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.server.data


@pytest.fixture(scope="session")
def base_url() -> None:
    """None for all: each context names its server. (pytest-playwright's own makes pytest 9 warn.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Our browser instead of Playwright's own."""
    path = browsers.find(sys.executable)
    assert path, "There is no browser; ./designbook test finds or installs one."
    return {**browser_type_launch_args, "executable_path": path, "args": browsers.options()}


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What the browser complained about; at the end there must be none that nobody expected."""
    collected = Troubles()
    yield collected
    collected.assert_none()


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], troubles: Troubles
) -> Callable[..., BrowserContext]:
    """Make a watched context: new_context(base_url=…, **options)."""

    def make(*, base_url: str, **options: Any) -> BrowserContext:
        context = new_context(base_url=base_url, **options)
        context.set_default_timeout(PATIENCE * 1000)
        troubles.watch(context, base_url)
        return context

    return make


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has used yet."""
    with running_server(tmp_path / "data") as server:
        yield server


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Library]:
    """One server for the tests that change nothing in it, or only what they made themselves."""
    folder = tmp_path_factory.mktemp("library")
    folders = make_feature_folders(folder)
    with running_server(folder / "data") as server:
        assert server.setup_link
        context = browser.new_context(base_url=server.url)
        SetupPage(context.new_page()).do_make_the_first_account(server.setup_link)
        state = context.storage_state()
        context.close()
        # Beside the running server: the file lock of a transaction is what makes this safe.
        imported = run(folder / "data", "import", *map(str, folders))
        assert imported.returncode == 0, imported
        yield Library(server, state, folders)


@pytest.fixture(scope="session")
def workshop(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[Library, Iterator[str]]]:
    """One server for the tests that edit, and the keys of its designs: each test takes the next one."""
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "designs").mkdir()
    keys = write_designs(folder / "designs")
    with running_server(folder / "data") as server:
        assert server.setup_link
        context = browser.new_context(base_url=server.url)
        SetupPage(context.new_page()).do_make_the_first_account(server.setup_link)
        state = context.storage_state()
        context.close()
        imported = run(folder / "data", "import", str(folder / "designs"))
        assert imported.returncode == 0, imported
        yield Library(server, state, []), iter(keys)


@pytest.fixture
def grid(workshop: tuple[Library, Iterator[str]], new_context: Callable[..., BrowserContext]) -> GridPage:
    """The page of a design of the workshop that no other test touches."""
    library, keys = workshop
    page = new_context(base_url=library.url, storage_state=library.state).new_page()
    grid = GridPage(page, next(keys))
    grid.do_open()
    return grid


@pytest.fixture
def page(library: Library, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is signed in to the library."""
    return new_context(base_url=library.url, storage_state=library.state).new_page()


@pytest.fixture
def strangers_page(library: Library, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is not."""
    return new_context(base_url=library.url).new_page()


@pytest.fixture
def sights() -> Iterator[Sights]:
    """Looks at what the test opens; at the end nothing may have been wrong with it."""
    wanted = os.environ.get("DESIGNBOOK_SCREENSHOTS")
    sights = Sights(Path(wanted) if wanted else None)
    yield sights
    sights.assert_no_faults()
