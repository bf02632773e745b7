"""The help page: true to the code, and filtered like every list."""

from __future__ import annotations

import re

import html5lib
import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece
from tests.browser import Browser
from tests.factories import make_design
from webapp.checks import CODES
from webapp.cli import COMMANDS
from webapp.models.design import PRIORITIES, STATUSES
from webapp.models.project import ROLES
from webapp.registers import REGISTERS
from webapp.services.naming import KNOWN_DOCUMENTS
from webapp.views.help import FACTS

FILTER = {"HX-Source": "form#filter"}


def words(page: str) -> list[str]:
    """The words that the list of words shows."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (glossary,) = [each for each in tree.iter("div") if each.get("id") == "glossary"]
    return ["".join(term.itertext()) for term in glossary.iter("dt")]


def text(page: str) -> str:
    return " ".join("".join(html5lib.parse(page, namespaceHTMLElements=False).itertext()).split())


def test_every_page_links_to_it(as_reader: Browser) -> None:
    make_design()
    for path in ("/", "/designs/FEAT-001", "/projects", "/imports/new", "/account", "/help"):
        assert '<a href="/help">' in assert_page(as_reader.get(path))


def test_it_tells_every_word_of_the_product(as_reader: Browser) -> None:
    told = {word.lower() for word in words(assert_page(as_reader.get("/help")))}
    assert told >= {
        "project",
        "template",
        "design",
        "document",
        "section",
        "block",
        "row",
        "entry",
        "register",
        "revision",
    }


def test_it_tells_what_each_role_may_and_what_a_lock_and_the_archive_are(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/help"))
    assert {word.lower() for word in words(page)} >= {
        "role",
        "administrator",
        "owner",
        "contributor",
        "lock",
        "archive",
        "token",
    }
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (rights,) = [each for each in tree.iter("section") if each.get("id") == "rights"]
    told = " ".join("".join(rights.itertext()).split())
    for role in (*ROLES, "Administrators", "suspended"):
        assert role in told
    for name in ("Lock", "Archive"):
        assert f"{name}, " in told


def test_what_it_says_of_registers_and_limits_is_asked_of_the_code(
    as_reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text(assert_page(as_reader.get("/help")))
    for register in REGISTERS.values():
        assert f"{register.name.capitalize()} {register.recognised_by[0].upper()}" in page
    for name in (*STATUSES, *PRIORITIES[:1], *KNOWN_DOCUMENTS):
        assert name in page
    assert "one of more than 1 MB" in page
    monkeypatch.setitem(FACTS, "document_bytes_max", 7_000_000)
    assert "one of more than 7 MB" in text(as_reader.get("/help").text)


def test_it_tells_every_command_and_no_other(as_reader: Browser) -> None:
    page = text(assert_page(as_reader.get("/help")))
    assert set(re.findall(r"\./designbook (\w+)", page)) == set(COMMANDS)


def test_every_address_it_names_is_there(as_reader: Browser) -> None:
    make_design("# Title\n\n- [ ] task\n", documents={"tasks": "# Tasks\n"})
    page = assert_page(as_reader.get("/help"))
    named = re.findall(r"<code>(/[a-zA-Z0-9./-]+)</code>", page)
    assert len(named) > 5
    assert [path for path in named if as_reader.get(path).status_code != 200] == []


def test_every_link_into_the_page_arrives(as_reader: Browser) -> None:
    make_design("")
    pages = [assert_page(as_reader.get(path)) for path in ("/help", "/designs/FEAT-001", "/imports/new")]
    aims = {aim for page in pages for aim in re.findall(r'href="(?:/help)?#([a-z-]+)"', page)}
    ids = set(re.findall(r'id="([a-z-]+)"', pages[0]))
    assert aims - {"main"} >= {"words", "registers", "files", "links"}
    assert aims <= ids


def test_the_words_are_filtered_by_name_and_meaning(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/help?q=CHECKSUM+text"))
    assert words(page) == ["Revision"]
    assert "1 of " in page
    assert 'value="CHECKSUM text"' in page
    piece = assert_piece(as_reader.piece("GET", "/help?q=no+such+word"))
    assert "No word matches" in piece
    assert words(f"<html>{piece}") == []


def test_the_address_bar_gets_what_was_typed_and_nothing_empty(as_reader: Browser) -> None:
    typed = as_reader.piece("GET", "/help?q=row", headers=FILTER)
    assert typed.headers["HX-Replace-Url"] == "/help?q=row"
    assert as_reader.piece("GET", "/help?q=", headers=FILTER).headers["HX-Replace-Url"] == "/help"
    assert "HX-Replace-Url" not in as_reader.get("/help?q=row").headers


@pytest.mark.parametrize(
    ("q", "status"), [("x" * 5000, 422), ("\0", 422), ("%", 200), ("<b>", 200), ("' OR 1", 200)]
)
def test_whatever_was_typed_there_is_an_answer(as_reader: Browser, q: str, status: int) -> None:
    page = assert_page(as_reader.get("/help", query_string={"q": q}), status)
    assert "<b>”" not in page


def test_the_keys_are_a_dialog_for_a_script_and_a_chapter_for_anybody_else(as_reader: Browser) -> None:
    dialog = text(assert_piece(as_reader.get("/help/keys", headers={"HX-Request-Type": "partial"})))
    assert "Opens the cell; typing opens it too, and replaces what it holds." in dialog
    assert_goes_to(as_reader.get("/help/keys"), "/help#keys")


def test_no_page_carries_the_dialog_of_the_keys(as_reader: Browser) -> None:
    make_design()
    for path in ("/", "/designs/FEAT-001"):
        assert 'id="keyboard"' not in assert_page(as_reader.get(path))


def test_a_stranger_is_asked_to_sign_in(as_stranger: Browser) -> None:
    answer = as_stranger.get("/help")
    assert (answer.status_code, answer.location) == (303, "/login?next=/help")


def test_the_wrong_verb_is_a_405(as_reader: Browser) -> None:
    assert as_reader.post("/help").status_code == 405


def test_it_tells_every_check_with_an_example_and_what_to_do(as_reader: Browser) -> None:
    told = text(assert_page(as_reader.get("/help")))
    for check in CODES.values():
        assert check.code.replace("-", " ").capitalize() in told
        assert check.remedy in told
