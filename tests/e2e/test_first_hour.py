"""The first hour with Designbook: from the printed link to files that come out as they went in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.e2e.folders import make_feature_folders
from tests.e2e.pages.accounts import SetupPage
from tests.e2e.pages.designs import DesignPage, DesignsPage, NewDesignPage
from tests.e2e.pages.imports import ImportPage
from tests.serving import Server, run

TEMPLATE = Path(__file__).parent.parent.parent / "templates" / "design.md"


def test_a_stranger_becomes_at_home(
    fresh_server: Server, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = new_context(base_url=fresh_server.url).new_page()
    designs, design = DesignsPage(page), DesignPage(page)

    assert fresh_server.setup_link
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    designs.assert_empty()

    designs.do_start_new()
    NewDesignPage(page).do_create("Payment webhooks")
    design.assert_shows("FEAT-001", "Payment webhooks")
    text = design.do_download().decode()
    assert text.startswith("# FEAT-001: Payment webhooks - Technical Design\n")
    assert "FEAT-XXX" not in text
    assert text.count("\n") == TEMPLATE.read_text().count("\n")

    folders = make_feature_folders(tmp_path / "features")
    files = sorted((tmp_path / "features").rglob("*.md"))
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_folder(tmp_path / "features")
    importing.do_look()
    importing.assert_counts(f"{len(files)} files, {len(files)} new.")
    importing.do_import()
    for file in files:
        importing.assert_file(f"{file.parent.name}/{file.name}", "new", file.parent.name[:8])

    designs.do_open()
    designs.do_type("web")
    designs.assert_listed("FEAT-001")
    expect(page).to_have_url(f"{fresh_server.url}/?q=web")
    page.reload()
    designs.assert_listed("FEAT-001")
    designs.do_open()
    designs.do_type("FEAT-102")
    designs.assert_listed("FEAT-102")
    page.locator(".designs__title a").first.click()
    expect(page.locator(".titleblock")).to_contain_text("FEAT-102")

    for folder in folders:
        for file in sorted(folder.glob("*.md")):
            design.do_open(folder.name[:8], file.stem)
            assert design.do_download() == file.read_bytes(), file
    assert_exported_as_imported(fresh_server, files, tmp_path)


def assert_exported_as_imported(server: Server, files: list[Path], tmp_path: Path) -> None:
    """The command gives the same bytes as the pages, one folder a design."""
    done = run(server.data, "export", "FEAT-101", "FEAT-102", "--to", str(tmp_path / "out"))
    assert done.returncode == 0, done
    exported = {(path.parent.name[:8], path.name): path.read_bytes() for path in tmp_path.glob("out/*/*")}
    assert exported == {(file.parent.name[:8], file.name): file.read_bytes() for file in files}
