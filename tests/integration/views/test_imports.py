"""Import in the browser: choose, look, bring in step by step; refuse what cannot be trusted."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest, without_tokens
from tests.browser import Browser
from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.services import imports
from webapp.services.documents import document_text, documents_of

DESIGN = (
    b"# FEAT-001: Payment webhooks - Technical Design\n\n| Method | Endpoint |\n|---|---|\n| GET | /a |\n"
)
TASKS = b"# Tasks\r\n\r\n- [ ] One\r\n- [x] Two\r\n"


def chosen(*files: tuple[str, bytes], folder: bool = False, project: str = "FEAT") -> dict[str, object]:
    """What the form sends. Browsers send an empty part for an input in which nothing was chosen."""
    parts = [(BytesIO(content), path) for path, content in files]
    empty = [(BytesIO(b""), "")]
    return {
        "project": project,
        "files": empty if folder else parts or empty,
        "folder": parts if folder else empty,
    }


def archive(*files: tuple[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        for path, content in files:
            pack.writestr(path, content)
    return packed.getvalue()


def hold(browser: Browser, *files: tuple[str, bytes], **how: object) -> str:
    """Choose files; the address of their preview."""
    answer = browser.post("/imports", data=chosen(*files, **how))  # type: ignore[arg-type]
    assert answer.status_code == 303, answer.text
    assert re.fullmatch(r"/imports/[\w-]{22}", answer.location)
    return answer.location


def texts() -> dict[tuple[str, str], bytes]:
    """Every document of every design, exactly."""
    designs = db.session.scalars(db.select(Design)).all()
    return {
        (design.key, document.name): document_text(document).encode()
        for design in designs
        for document in documents_of(design)
    }


@pytest.fixture
def one_design_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request brings in one design, as if each took a second."""
    monkeypatch.setattr(imports, "STEP_SECONDS", 0)


@pytest.fixture
def uploads(app: Flask) -> Path:
    """Where uploads wait; empty at first."""
    folder: Path = app.config["DESIGNBOOK"].data / "uploads"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def test_files_of_a_folder_are_shown_before_anything_is_written(as_author: Browser) -> None:
    make_project()
    before = database_digest()
    here = hold(
        as_author, ("docs/FEAT-001-pay/design.md", DESIGN), ("docs/FEAT-001-pay/tasks.md", TASKS), folder=True
    )
    page = assert_page(as_author.get(here))
    assert "2 files, 2 new. Nothing is written yet." in page
    assert "docs/FEAT-001-pay/design.md" in page
    assert "Payment webhooks" in page
    assert database_digest() == before


def test_an_import_writes_every_byte_and_says_what_became_of_each_file(as_author: Browser) -> None:
    make_project()
    here = hold(as_author, ("FEAT-001-pay/design.md", DESIGN), ("FEAT-001-pay/tasks.md", TASKS), folder=True)
    assert_goes_to(as_author.post(f"{here}/steps"), here)
    assert texts() == {("FEAT-001", "design"): DESIGN, ("FEAT-001", "tasks"): TASKS}
    page = assert_page(as_author.get(here))
    assert "2 files, 2 new." in page
    assert 'href="/designs/FEAT-001"' in page


def test_the_importer_owns_what_is_new(as_author: Browser, author: Person) -> None:
    make_project()
    as_author.post(hold(as_author, ("FEAT-001.md", DESIGN)) + "/steps")
    assert db.session.scalars(db.select(Design)).one().owner_id == author.id


def test_a_zip_comes_in_like_a_folder(as_author: Browser) -> None:
    make_project()
    packed = archive(
        ("FEAT-001-pay/design.md", DESIGN), ("FEAT-001-pay/tasks.md", TASKS), ("FEAT-001-pay/logo.png", b"x")
    )
    as_author.post(hold(as_author, ("designs.zip", packed)) + "/steps")
    assert texts() == {("FEAT-001", "design"): DESIGN, ("FEAT-001", "tasks"): TASKS}


def test_files_without_a_key_get_the_next_numbers_of_the_chosen_project(as_author: Browser) -> None:
    make_project()
    make_project("PAY")
    as_author.post(hold(as_author, ("one.md", b"# One\n"), ("two.md", b"# Two\n"), project="PAY") + "/steps")
    assert texts() == {("PAY-001", "design"): b"# One\n", ("PAY-002", "design"): b"# Two\n"}


def test_a_design_that_is_here_is_updated_or_unchanged_and_said_so(as_author: Browser) -> None:
    make_design("# Old\n", number=1)
    make_design("# Same\n", number=2)
    here = hold(as_author, ("FEAT-001.md", b"# New\n"), ("FEAT-002.md", b"# Same\n"))
    assert "2 files, 1 updated, 1 unchanged. Nothing is written yet." in assert_page(as_author.get(here))
    as_author.post(f"{here}/steps")
    assert "2 files, 1 updated, 1 unchanged." in assert_page(as_author.get(here))
    assert texts() == {("FEAT-001", "design"): b"# New\n", ("FEAT-002", "design"): b"# Same\n"}


def test_what_cannot_come_in_is_refused_with_its_reason_and_the_rest_comes_in(as_author: Browser) -> None:
    make_project()
    here = hold(as_author, ("FEAT-001.md", DESIGN), ("FEAT-002.md", b"# A\n\0\n"))
    for page in (assert_page(as_author.get(here)), as_author.piece("POST", f"{here}/steps").text):
        assert "2 files, 1 new, 1 refused." in page
        assert "Line 2" in page
    assert texts() == {("FEAT-001", "design"): DESIGN}


def test_a_title_that_gives_way_is_shown_before_and_after(as_author: Browser) -> None:
    make_design("# Invoices\n", title="Invoices", number=1)
    here = hold(as_author, ("FEAT-001.md", DESIGN))
    assert "replaces “<bdi>Invoices</bdi>”" in assert_page(as_author.get(here))
    as_author.post(f"{here}/steps")
    assert "replaced “<bdi>Invoices</bdi>”" in assert_page(as_author.get(here))
    assert "replace" not in assert_page(as_author.get(hold(as_author, ("FEAT-001.md", DESIGN + b"More.\n"))))


@pytest.mark.parametrize(
    ("same", "broken", "words"),
    [
        (1, 0, "The file is here already, unchanged."),
        (2, 0, "All 2 files are here already, unchanged."),
        (0, 1, "The file is refused; its reason stands below."),
        (0, 2, "All 2 files are refused; the reasons stand below."),
        (1, 1, "1 file is here already, unchanged; 1 is refused, and its reason stands below."),
        (2, 2, "2 files are here already, unchanged; 2 are refused, and the reasons stand below."),
    ],
)
def test_an_import_of_nothing_says_why_and_offers_one_way_on(
    as_author: Browser, same: int, broken: int, words: str
) -> None:
    make_design("# Same\n", number=1)
    make_design("# Same\n", number=2)
    files = [(f"FEAT-00{number + 1}.md", b"# Same\n") for number in range(same)]
    files += [(f"broken-{number}.md", b"\0") for number in range(broken)]

    page = assert_page(as_author.get(hold(as_author, *files)))

    assert "Nothing to import</h1>" in page
    assert words in " ".join(page.split())
    assert "What comes in" not in page
    primary = re.findall(r'<(?:a|button) class="button button--primary"[^>]*>(.*?)<', page)
    assert primary == ["Choose other files" if broken else "To the designs"]


def test_nothing_to_bring_in_offers_no_import(as_author: Browser) -> None:
    make_design("# Same\n", number=1)
    refused = assert_page(as_author.get(hold(as_author, ("FEAT-001.md", b"# Same\n"))))
    allowed = assert_page(as_author.get(hold(as_author, ("FEAT-001.md", b"# Other\n"))))
    assert "/steps" not in refused
    assert "/steps" in allowed


@pytest.mark.usefixtures("one_design_a_step")
def test_a_long_import_goes_step_by_step_and_each_piece_asks_for_the_next(as_author: Browser) -> None:
    make_project()
    here = hold(as_author, *((f"FEAT-00{n}.md", b"# Text\n") for n in (1, 2, 3)))
    for done in (1, 2):
        piece = assert_piece(as_author.piece("POST", f"{here}/steps"))
        assert f"{done} of 3 files are in" in piece
        assert f'hx-post="{here}/steps"' in piece
        assert 'hx-trigger="load' in piece
        assert len(texts()) == done
    assert "3 files, 3 new." in assert_piece(as_author.piece("POST", f"{here}/steps"))
    assert len(texts()) == 3


@pytest.mark.usefixtures("one_design_a_step")
def test_an_import_that_was_left_goes_on_where_it_stopped(as_author: Browser) -> None:
    make_project()
    here = hold(as_author, ("one.md", b"# One\n"), ("two.md", b"# Two\n"))
    as_author.post(f"{here}/steps")
    page = assert_page(as_author.get(here))
    assert "1 of 2 files are in" in page
    assert "Continue</button>" in page
    as_author.post(f"{here}/steps")
    assert "2 files, 2 new." in assert_page(as_author.get(here))
    assert texts() == {("FEAT-001", "design"): b"# One\n", ("FEAT-002", "design"): b"# Two\n"}


def test_a_finished_import_does_nothing_more_and_keeps_no_files(as_author: Browser, uploads: Path) -> None:
    make_project()
    here = hold(as_author, ("one.md", b"# One\n"))
    as_author.post(f"{here}/steps")
    before = database_digest()
    assert_goes_to(as_author.post(f"{here}/steps"), here)
    assert database_digest() == before
    assert not list(uploads.rglob("0"))


@pytest.mark.usefixtures("one_design_a_step")
def test_each_state_is_the_same_bytes_as_a_page_and_as_a_piece(as_author: Browser) -> None:
    make_project()
    here = hold(as_author, ("one.md", b"# One\n"), ("two.md", b"# Two\n"))
    for _ in ("looked at", "running", "done"):
        page = without_tokens(assert_page(as_author.get(here)))
        assert without_tokens(assert_piece(as_author.piece("GET", here))) in page
        as_author.post(f"{here}/steps")


def test_cancelling_forgets_the_files(as_author: Browser, uploads: Path) -> None:
    make_project()
    before = database_digest()
    here = hold(as_author, ("one.md", b"# One\n"))
    assert_goes_to(as_author.post(f"{here}/deletion"), "/imports/new")
    assert "The import is cancelled" in assert_page(as_author.get("/imports/new"))
    assert_page(as_author.get(here), 404)
    assert_page(as_author.post(f"{here}/steps"), 404)
    assert not (uploads / here.rsplit("/", 1)[1]).exists()
    assert database_digest() == before


def test_an_upload_is_its_owners_alone(as_author: Browser, as_reader: Browser) -> None:
    make_project()
    here = hold(as_author, ("one.md", b"# One\n"))
    missing = "/imports/" + "x" * 22
    for method, end in [("GET", ""), ("POST", "/steps"), ("POST", "/deletion")]:
        foreign = as_reader.open(here + end, method=method)
        nothing = as_reader.open(missing + end, method=method)
        assert foreign.status_code == nothing.status_code == 404
        assert without_tokens(foreign.text) == without_tokens(nothing.text)
    assert texts() == {}
    assert_page(as_author.get(here))


def test_held_files_are_for_the_servers_user_only(as_author: Browser, uploads: Path) -> None:
    make_project()
    token = hold(as_author, ("one.md", b"# One\n")).rsplit("/", 1)[1]
    folder = next(uploads.glob(f"*/{token}"))
    for each in (folder, folder.parent, uploads):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700


def hostile() -> list[tuple[str, bytes, str]]:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    linked = BytesIO()
    with zipfile.ZipFile(linked, "w") as pack:
        pack.writestr("fine.md", b"# Fine\n")
        pack.writestr(link, b"/etc/passwd")
    return [
        ("leads out", archive(("fine.md", b"# Fine\n"), ("../../evil.md", b"# Evil\n")), "leads out of it"),
        ("link", linked.getvalue(), "is a link or a device"),
        ("bomb", archive(*((f"{n}.md", b"\n" * 6_000_000) for n in range(10))), "more than 50 MB"),
        ("twice", archive(("a.md", b"# A\n"), ("A.md", b"# B\n")), "“a.md” and “A.md”"),
        ("cut off", archive(("a.md", b"# A\n"))[:40], "broken or cut off"),
        ("no zip", b"# Not a zip\n", "broken or cut off"),
    ]


@pytest.mark.parametrize(
    ("content", "words"), [case[1:] for case in hostile()], ids=[c[0] for c in hostile()]
)
def test_a_hostile_archive_is_refused_whole(
    as_author: Browser, uploads: Path, content: bytes, words: str
) -> None:
    make_project()
    before = database_digest()
    page = assert_page(as_author.post("/imports", data=chosen(("bad.zip", content))), 422)
    assert words in page
    assert 'id="files-error"' in page
    assert not list(uploads.glob("*/*"))
    assert database_digest() == before


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "There is no Markdown in what you chose"),
        ([("notes.txt", b"x"), ("logo.png", b"x")], "There is no Markdown in what you chose"),
        ([("empty.zip", archive(("logo.png", b"x")))], "There is no Markdown in what you chose"),
        ([("a.md", b"# A\n"), ("a.md", b"# B\n")], "“a.md” was chosen twice"),
    ],
)
def test_nothing_to_read_is_said_on_the_form(
    as_author: Browser, files: list[tuple[str, bytes]], words: str
) -> None:
    make_project()
    assert words in assert_page(as_author.post("/imports", data=chosen(*files)), 422)


def test_a_project_that_is_not_there_is_refused(as_author: Browser) -> None:
    make_project()
    data = chosen(("one.md", b"# One\n"), project="NOPE")
    assert 'id="project-error"' in assert_page(as_author.post("/imports", data=data), 422)


def test_a_hostile_name_is_shown_as_text(as_author: Browser) -> None:
    make_project()
    page = assert_page(as_author.get(hold(as_author, ("<img src=x onerror=alert(1)>.md", b"# <b>A</b>\n"))))
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;.md" in page


def test_somebodys_oldest_upload_gives_way_to_the_sixth(as_author: Browser) -> None:
    make_project()
    addresses = [hold(as_author, (f"{n}.md", b"# One\n")) for n in range(6)]
    assert [as_author.get(address).status_code for address in addresses] == [404, 200, 200, 200, 200, 200]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/imports/new"),
        ("POST", "/imports"),
        ("GET", "/imports/" + "x" * 22),
        ("POST", "/imports/" + "x" * 22 + "/steps"),
        ("POST", "/imports/" + "x" * 22 + "/deletion"),
    ],
)
def test_a_stranger_is_asked_to_sign_in(as_stranger: Browser, method: str, path: str) -> None:
    before = database_digest()
    assert as_stranger.open(path, method=method).status_code == (303 if method == "GET" else 401)
    assert database_digest() == before


@pytest.mark.parametrize("token", ["x", "..", "%2e%2e%2fdesignbook.db", "x" * 23, "é" * 22])
def test_a_token_that_cannot_be_is_a_404(as_author: Browser, token: str) -> None:
    assert as_author.get(f"/imports/{token}").status_code == 404


def test_the_wrong_verb_is_a_405(as_author: Browser) -> None:
    make_project()
    here = hold(as_author, ("one.md", b"# One\n"))
    assert as_author.get(f"{here}/steps").status_code == 405
    assert as_author.put(here).status_code == 405
    assert texts() == {}


def listed(page: str) -> list[str]:
    """The files that a page lists."""
    return re.findall(r'<th class="files__name" scope="row"><bdi>(.*?)</bdi>', page)


def test_the_files_are_filtered_by_what_is_said_of_them(as_author: Browser) -> None:
    make_project()
    preview = hold(
        as_author, ("FEAT-001/design.md", DESIGN), ("FEAT-001/tasks.md", TASKS), ("FEAT-002.md", b"# \xff\n")
    )
    assert len(listed(assert_page(as_author.get(preview)))) == 3
    before = database_digest()
    for words, files in {
        "TASKS.md": ["FEAT-001/tasks.md"],
        "webhooks": ["FEAT-001/design.md", "FEAT-001/tasks.md"],
        "refused": ["FEAT-002.md"],
        "utf-8": ["FEAT-002.md"],
        "new feat-001 design": ["FEAT-001/design.md"],
    }.items():
        page = assert_page(as_author.get(preview, query_string={"q": words}))
        assert listed(page) == files, words
        assert f"{len(files)} of 3 files" in page
        assert "3 files, 2 new, 1 refused. Nothing is written yet." in " ".join(page.split())
    assert "No file matches" in assert_page(as_author.get(f"{preview}?q=nothing+of+this"))
    assert database_digest() == before


def test_the_filter_gets_the_list_alone(as_author: Browser) -> None:
    make_project()
    preview = hold(as_author, ("FEAT-001/design.md", DESIGN), ("FEAT-001/tasks.md", TASKS))
    headers = {"HX-Source": "form#filter"}
    typed = as_author.piece("GET", f"{preview}?q=tasks", headers=headers)
    assert assert_piece(typed).startswith('<section class="paper" id="files"')
    assert typed.headers["HX-Replace-Url"] == f"{preview}?q=tasks"
    empty = as_author.piece("GET", f"{preview}?q=", headers=headers)
    assert empty.headers["HX-Replace-Url"] == preview
    assert listed(empty.text) == ["FEAT-001/design.md", "FEAT-001/tasks.md"]


def test_what_came_in_is_filtered_too_and_a_filter_leaves_nothing_out_of_an_import(
    as_author: Browser,
) -> None:
    make_project()
    preview = hold(as_author, ("FEAT-001/design.md", DESIGN), ("FEAT-001/tasks.md", TASKS))
    as_author.get(f"{preview}?q=tasks")
    as_author.post(f"{preview}/steps")
    assert set(texts()) == {("FEAT-001", "design"), ("FEAT-001", "tasks")}
    page = assert_page(as_author.get(f"{preview}?q=tasks"))
    assert listed(page) == ["FEAT-001/tasks.md"]
    assert '<a href="/designs/FEAT-001">FEAT-001</a>' in page


def test_one_file_needs_no_filter(as_author: Browser) -> None:
    make_project()
    assert 'role="search"' not in assert_page(as_author.get(hold(as_author, ("FEAT-001.md", DESIGN))))


def test_the_form_leads_to_what_makes_a_design_of_files(as_author: Browser) -> None:
    make_project()
    assert 'href="/help#files"' in assert_page(as_author.get("/imports/new"))
