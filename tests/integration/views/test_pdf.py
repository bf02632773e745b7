"""PDFs: every page for paper, drafted as the laws of paper ask, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from flask import Flask

from tests import hardship
from tests.assertions import assert_goes_to, assert_json, assert_page, assert_piece, without_tokens
from tests.browser import Browser
from tests.factories import make_design, make_document
from tests.papers.laws import assert_drafted
from tests.papers.sheets import Sheet, read
from tests.work import NEVER
from webapp.config import ROOT
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.pdf import press
from webapp.services.errors import DesignbookError, TooLarge, TooSlow
from webapp.views import pdf as view

DOCUMENTS = [ROOT / "templates" / "design.md", *hardship.real_documents()]
SAMPLE = sorted((ROOT / "templates" / "sample").glob("*/"))
PATHS = ["/designs/FEAT-001.pdf", "/designs/FEAT-001/handout.pdf", "/designs.pdf"]
PAGES = ["/designs/FEAT-001/print", "/designs/FEAT-001/handout", "/designs/print"]
Replace = Callable[[bytes | DesignbookError], list[press.Job]]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is."""
    monkeypatch.setattr(press, "SECONDS", NEVER)


@pytest.fixture
def replace_press(monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Puts an answer in the place of the press's work. Returns the list of the jobs that come in."""

    def replace(answer: bytes | DesignbookError) -> list[press.Job]:
        jobs: list[press.Job] = []

        def take(job: press.Job) -> bytes:
            jobs.append(job)
            if isinstance(answer, DesignbookError):
                raise answer
            return answer

        monkeypatch.setattr(view, "press", take)
        return jobs

    return replace


def design_of(*files: Path) -> Design:
    """FEAT-001 with these files as its documents, the first one as its design."""
    first, *others = sorted(files, key=lambda file: file.stem != "design")
    design = make_design(first.read_bytes().decode(), title=f"From {first.parent.name}")
    for file in others:
        make_document(design, file.stem, file.read_bytes().decode())
    return design


def assert_obeys(
    browser: Browser, path: str, page: str, *, key: str, title: str, in_order: bool = True
) -> list[Sheet]:
    """The PDF at `path` keeps the laws of paper for the page at `page`. Returns its sheets."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    sheets = read(answer.data)
    assert_drafted(sheets, assert_page(browser.get(page)), key=key, title=title, in_order=in_order)
    return sheets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.stem)
def test_a_document_is_drafted(as_reader: Browser, document: Path) -> None:
    design = design_of(document)
    for suffix in ("", "?paper=letter"):
        assert_obeys(as_reader, PATHS[0] + suffix, PAGES[0] + suffix, key="FEAT-001", title=design.title)


@pytest.mark.parametrize("folder", SAMPLE, ids=lambda folder: folder.name)
def test_a_design_of_the_sample_is_drafted(as_reader: Browser, folder: Path) -> None:
    design = design_of(*folder.glob("*.md"))
    for path, page in zip(PATHS[:2], PAGES[:2], strict=True):
        assert_obeys(as_reader, path, page, key="FEAT-001", title=design.title)


def test_the_list_is_drafted_as_it_is_filtered_and_sorted(as_reader: Browser) -> None:
    for number in range(70):
        make_design(title=f"Design number {number}", status="Draft" if number % 2 else "Approved")
    sheets = assert_obeys(
        as_reader,
        "/designs.pdf?status=Approved&sort=key",
        "/designs/print?status=Approved&sort=key",
        key="Designs",
        title="",
    )
    keys = [word for sheet in sheets for word in sheet.body.split("FEAT-")[1:]]
    assert len(sheets) > 1
    assert [key[:3] for key in keys] == [f"{number:03d}" for number in range(1, 71, 2)]


@pytest.mark.parametrize(
    ("hard", "turned"),
    [
        (hardship.many_rows, False),
        (hardship.many_columns, True),
        (hardship.a_hundred_columns, True),
        (hardship.a_long_table, False),
        (hardship.long_lines, False),
        (hardship.a_wide_drawing, True),
        (hardship.many_links, False),
        (hardship.small_things, False),
    ],
)
def test_what_is_hard_to_print_is_drafted_too(
    as_reader: Browser, hard: Callable[[], str], turned: bool
) -> None:
    make_design(hard(), title="Hard")
    sheets = assert_obeys(as_reader, PATHS[0], PAGES[0], key="FEAT-001", title="Hard")
    assert (len(sheets) > 20) == (hard is hardship.many_rows)
    assert any(sheet.width > sheet.height for sheet in sheets) == turned


@pytest.mark.parametrize(
    "hard", [hardship.long_words, hardship.many_scripts, hardship.a_row_taller_than_a_sheet]
)
def test_no_letter_is_lost_whatever_its_word_or_script(as_reader: Browser, hard: Callable[[], str]) -> None:
    make_design(hard(), title="Hard")
    assert_obeys(as_reader, PATHS[0], PAGES[0], key="FEAT-001", title="Hard", in_order=False)


def test_an_emoji_without_a_font_loses_no_text_around_it(as_reader: Browser) -> None:
    make_design("# X\n\n## Y\n\nDone 🚀 and on.\n", title="T")
    body = read(as_reader.get(PATHS[0]).data)[0].body
    assert "Done" in body
    assert body.endswith("andon.")


def test_a_pdf_says_what_it_is_and_has_bookmarks_and_tags(as_reader: Browser, owner: Person) -> None:
    make_design(
        "# FEAT-001: Log in\n\n## Plan\n\n### Phase 1\n\nText\n\n## End\n\nText\n",
        title="Log in",
        owner=owner,
    )
    document = pdfium.PdfDocument(as_reader.get(PATHS[0]).data)
    said = document.get_metadata_dict()
    assert (said["Title"], said["Author"]) == ("FEAT-001 Log in", owner.name)
    assert said["CreationDate"].startswith("D:20")
    assert document.is_tagged()
    assert [mark.get_title() for mark in document.get_toc()] == [
        "Log in",
        "Contents",
        "Plan",
        "Phase 1",
        "End",
    ]


@pytest.mark.parametrize(
    ("path", "name", "title"),
    [
        (PATHS[0], "FEAT-001.pdf", "FEAT-001 Log in"),
        (PATHS[1], "FEAT-001-handout.pdf", "FEAT-001 Log in, hand-out"),
        (PATHS[2], "designs.pdf", "Designs"),
    ],
)
def test_a_pdf_comes_as_a_download(
    as_reader: Browser, replace_press: Replace, path: str, name: str, title: str
) -> None:
    jobs = replace_press(b"%PDF-")
    make_design(title="Log in")

    answer = as_reader.get(path)

    assert (answer.status_code, answer.data) == (200, b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert [job.title for job in jobs] == [title]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        *zip(PATHS, PAGES, strict=True),
        (PATHS[0] + "?code=no&paper=letter", PAGES[0] + "?code=no&paper=letter"),
        (PATHS[2] + "?q=log&sort=-key", PAGES[2] + "?q=log&sort=-key"),
    ],
)
@pytest.mark.parametrize("kind", ["full", "partial"])
def test_the_press_gets_the_very_page_of_the_print_view(
    app: Flask, as_reader: Browser, replace_press: Replace, path: str, page: str, kind: str
) -> None:
    jobs = replace_press(b"%PDF-")
    make_design("# Log in\n\n- [ ] Task\n\n```\ncode\n```\n", title="Log in")

    as_reader.get(path, headers={"HX-Request-Type": kind})

    assert tokenless(jobs[0].html) == tokenless(assert_page(as_reader.get(page)))
    assert jobs[0].address == "http://localhost" + page.partition("?")[0]
    sheets = [*jobs[0].styles]
    assert all(f'href="{address}"' in jobs[0].html for address in sheets)
    assert "@page" in jobs[0].styles[sheets[0]]
    assert sheets[1:] == ([] if path.startswith(PATHS[2]) else ["/designs/FEAT-001/running.css"])


def test_the_press_gets_no_token(as_reader: Browser, replace_press: Replace) -> None:
    jobs = replace_press(b"%PDF-")
    make_design()
    page = as_reader.get(PAGES[0]).text
    token = page.split('"X-CSRFToken": "')[1].partition(".")[0]  # what follows is the time of the answer
    as_reader.get(PATHS[0])
    assert len(token) > 40
    assert token in page
    assert token not in jobs[0].html
    assert '{"X-CSRFToken": ""}' in jobs[0].html


@pytest.mark.parametrize("path", PATHS)
def test_the_head_of_a_pdf_is_told_without_the_press(
    as_reader: Browser, replace_press: Replace, path: str
) -> None:
    jobs = replace_press(b"%PDF-")
    make_design()

    as_reader.get(PAGES[0])  # which gives the session its token, and the cookie changes with it
    head = as_reader.open(path, method="HEAD")
    assert (head.status_code, head.data, jobs) == (200, b"", [])
    whole = as_reader.get(path)
    assert (whole.status_code, whole.data, len(jobs)) == (200, b"%PDF-", 1)

    told, wanted = (
        {name: value for name, value in answer.headers if name not in {"Date", "X-Request-Id"}}
        for answer in (head, whole)
    )
    assert wanted == told | {"Content-Length": "5"}
    assert "Content-Length" not in told


@pytest.mark.parametrize("path", PATHS)
def test_who_has_the_pdf_of_this_page_is_not_sent_it_again(
    as_reader: Browser, replace_press: Replace, path: str
) -> None:
    jobs = replace_press(b"%PDF-")
    design = make_design("# Log in\n", title="Log in")
    moment = design.updated_at
    known = as_reader.get(path).headers["ETag"]

    again = as_reader.get(path, headers={"If-None-Match": known})
    make_design(title="Another")
    make_document(design)
    # A hand-out says when its design was changed, to the second, and nothing else of another document.
    db.session.execute(db.update(Design).where(Design.id == design.id).values(updated_at=moment))
    db.session.commit()
    changed = as_reader.get(path, headers={"If-None-Match": known})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", known)
    assert known.startswith('W/"')
    assert (changed.status_code, len(jobs)) == ((200, 2) if path != PATHS[1] else (304, 1))


def test_while_a_pdf_is_made_another_is_refused_in_each_dress(as_reader: Browser) -> None:
    make_design()
    sentence = "Another PDF is being made at this moment. Try again in a few seconds."
    with press._turn:
        answers = [
            as_reader.get(PATHS[0]),
            as_reader.piece("GET", PATHS[0]),
            as_reader.get(PATHS[0], headers={"Accept": "application/json"}),
        ]
    assert sentence in assert_page(answers[0], 503)
    assert sentence in assert_piece(answers[1], 503)
    assert_json(answers[2], 503, '{"error": "Service unavailable"}')
    assert [int(answer.headers["Retry-After"]) > 0 for answer in answers] == [True] * 3
    assert as_reader.get(PATHS[0]).status_code == 200


@pytest.mark.parametrize(
    ("error", "status"), [(TooLarge(press.TOO_LARGE), 413), (TooSlow(press.TOO_SLOW), 503)]
)
def test_what_would_take_too_much_is_refused_for_good_with_what_to_do(
    as_reader: Browser, replace_press: Replace, error: DesignbookError, status: int
) -> None:
    replace_press(error)
    make_design()
    for answer in (as_reader.get(PATHS[0]), as_reader.piece("GET", PATHS[0])):
        assert answer.status_code == status
        assert "Choose fewer documents or sections, or print from the browser" in answer.text
        assert "Retry-After" not in answer.headers


def test_a_press_that_breaks_down_is_a_fault_whose_words_stay_inside(
    app: Flask, as_reader: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(job: press.Job) -> bytes:
        raise press.PressFailed("no font at all")

    make_design()
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(view, "press", fail)
    assert "no font" not in assert_page(as_reader.get(PATHS[0]), 500)
    assert "no font at all" in caplog.text


def test_no_transaction_is_open_while_the_press_works(
    as_reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def look(job: press.Job) -> bytes:
        held.append(db.session().in_transaction())
        return b"%PDF-"

    make_design()
    monkeypatch.setattr(view, "press", look)
    for path in PATHS:
        as_reader.get(path)
    assert held == [False, False, False]


@pytest.mark.parametrize("path", PATHS)
def test_where_no_pdf_can_be_made_there_is_no_address_and_no_link(
    as_reader: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    make_design()
    page = PAGES[PATHS.index(path)]
    assert f'href="{path}"' in as_reader.get(page).text

    monkeypatch.setattr(view, "available", lambda: False)

    assert as_reader.get(path).status_code == 404
    assert ".pdf" not in as_reader.get(page).text


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_is_asked_to_sign_in_and_a_reader_is_given_the_pdf(
    as_stranger: Browser, as_reader: Browser, replace_press: Replace, path: str
) -> None:
    jobs = replace_press(b"%PDF-")
    make_design()

    assert_goes_to(as_stranger.get(path), f"/login?next={path}")
    assert_piece(as_stranger.piece("GET", path), 401)
    assert jobs == []
    assert as_reader.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/designs/FEAT-00{}.pdf", "/designs/FEAT-00{}/handout.pdf"])
def test_what_is_not_there_is_a_404_like_any_other(
    as_reader: Browser, replace_press: Replace, path: str
) -> None:
    replace_press(b"%PDF-")
    make_design()
    make_design(number=3, deleted=True)

    missing, deleted = (as_reader.get(path.format(number)) for number in (2, 3))

    assert missing.status_code == deleted.status_code == 404
    assert without_tokens(missing.text) == without_tokens(deleted.text)
    assert without_tokens(missing.text) == without_tokens(as_reader.get("/nothing").text)
    assert as_reader.get(path.format(1)).status_code == 200


def test_another_spelling_of_the_key_leads_to_the_one_that_counts(as_reader: Browser) -> None:
    make_design()
    answer = as_reader.get("/designs/feat-1.pdf?paper=letter")
    assert (answer.status_code, answer.location) == (301, "/designs/FEAT-001.pdf?paper=letter")


@pytest.mark.parametrize("path", PATHS)
def test_pdfs_are_only_read(as_reader: Browser, path: str) -> None:
    make_design()
    assert as_reader.post(path).status_code == 405


def test_chosen_sections_alone_are_pressed(as_reader: Browser) -> None:
    make_design("# FEAT-001: X\n\n## Kept\n\nkept text\n\n## Left out\n\nother text\n", title="X")
    page = as_reader.get(PAGES[0]).text
    section = page.split('name="section"')[1].split('value="')[1].split('"')[0]
    sheets = assert_obeys(
        as_reader, f"{PATHS[0]}?section={section}", f"{PAGES[0]}?section={section}", key="FEAT-001", title="X"
    )
    assert "kepttext" in sheets[0].body
    assert "othertext" not in sheets[0].body


def tokenless(page: str) -> str:
    """A page without the token of its session."""
    before, after = page.split('"X-CSRFToken": "')
    return before + after.partition('"')[2]
