"""Choosing a folder: what is no Markdown in it stays where it is."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.pages.imports import ImportPage


def test_of_a_chosen_folder_only_markdown_and_archives_are_sent(page: Page, tmp_path: Path) -> None:
    design = tmp_path / "notes" / "FEAT-704-pay"  # far from the numbers that copies and new designs take
    design.mkdir(parents=True)
    for name in ("design.md", "TASKS.MD", "spec.markdown"):
        (design / name).write_text("# Text\n")
    for number in range(30):
        (design / f"picture-{number}.png").write_bytes(b"\x89PNG")
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_folder(tmp_path / "notes")
    importing.assert_chosen(
        "notes/FEAT-704-pay/TASKS.MD", "notes/FEAT-704-pay/design.md", "notes/FEAT-704-pay/spec.markdown"
    )
    importing.do_look()
    importing.assert_counts("3 files, 3 new.")
    importing.assert_file("notes/FEAT-704-pay/design.md", "new", "FEAT-704")


def test_a_folder_without_markdown_leaves_nothing_chosen(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.png").write_bytes(b"\x89PNG")
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_folder(tmp_path / "pictures")
    importing.assert_chosen()


def test_an_archive_in_a_chosen_folder_is_sent(page: Page, tmp_path: Path) -> None:
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / "designs.zip").write_bytes(b"PK")
    (tmp_path / "packed" / "read.txt").write_bytes(b"x")
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_folder(tmp_path / "packed")
    importing.assert_chosen("packed/designs.zip")
