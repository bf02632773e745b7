"""The box that finds anything, as browsers ask for it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.assertions import assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Row

TEXT = """# FEAT-001: Webhooks

Sends `local_max_temp` to partners <script>alert(1)</script>.

## API Endpoints

| Method | Endpoint | Description |
|--------|----------|-------------|
| POST | /api/v1/hooks | Register a *receiver* |
"""
STRANGE = (
    *(
        "AND (",
        "NEAR(a b)",
        '"',
        "'",
        "*",
        "^x",
        "a:b",
        "col:",
        "{a b}",
        "-",
        "--",
        "+",
        "\\",
        "%",
        "_",
        ";--",
    ),
    *(
        "%_%",
        "\\%",
        "[a-z]",
        "é",
        "e\u0301",
        "ß",
        "漢字",
        "💥",
        "\u202e",
        "\ufffe",
        "\x01",
        "\x1f",
        "\t",
        "a\nb",
    ),
    *(
        "status:",
        "status:gone",
        "in:nothing",
        "owner:",
        "method:?",
        "design:1",
        "is:",
        "http://x",
        "in:in:in",
    ),
    *("(" * 999, "x" * 1_000, '"' * 999, "- " * 400, "' OR 1=1 --", "1; DROP TABLE design", "a" * 41 + " b"),
)


def found_by(browser: Browser, path: str, **query: str) -> str:
    return assert_piece(browser.piece("GET", f"{path}?{urlencode(query)}"))


def test_what_is_found_is_marked_and_leads_to_its_cell(as_reader: Browser) -> None:
    design = make_design(TEXT, title="Webhooks")
    row_id = db.session.scalar(db.select(Row.id))
    for path in ("/search", "/search/typed"):
        answer = found_by(as_reader, path, q="v1/ho")
        assert "/api/<mark>v1/ho</mark>oks" in answer
        assert f'href="/designs/{design.key}#row-{row_id}-c2"' in answer
        assert "API Endpoints" in answer
        assert "receiver" in answer


def test_what_people_wrote_stays_text(as_reader: Browser) -> None:
    make_design(TEXT, title="<b>Webhooks</b>")
    for path in ("/search", "/search/typed"):
        answer = found_by(as_reader, path, q='partners "<script')
        assert "<script" not in answer
        assert "<b>Webhooks" not in answer
        assert "&lt;b&gt;Webhooks" in answer


def test_the_page_holds_the_piece(as_reader: Browser) -> None:
    make_design(TEXT, title="Webhooks")
    piece = found_by(as_reader, "/search", q="hook")
    assert piece.strip() in assert_page(as_reader.get("/search?q=hook"))


def test_an_empty_box_shows_recent_designs(as_reader: Browser) -> None:
    make_design(title="First")
    make_design(title="Second")
    for path in ("/search", "/search/typed", "/search/box"):
        answer = found_by(as_reader, path)
        assert answer.index("Second") < answer.index("First")


def test_the_box_is_drawn_with_what_is_typed_into_it(as_reader: Browser) -> None:
    make_design(title="First")
    box = found_by(as_reader, "/search/box")
    assert found_by(as_reader, "/search/typed").strip() in box


def test_results_go_on_on_further_pages(as_reader: Browser) -> None:
    for number in range(21):
        make_design(f"# A\n\nzebra {number}\n", title=f"Title {number:02}")
    first = found_by(as_reader, "/search", q="zebra")
    assert "Title 20" in first
    assert "Title 00" not in first
    assert "page=2" in first
    second = found_by(as_reader, "/search", q="zebra", page="2")
    assert "Title 00" in second
    assert "Title 20" not in second
    assert found_by(as_reader, "/search", q="zebra", page="999") == second
    for page in ("0", "-1", "x", "9" * 30, "٣"):
        assert found_by(as_reader, "/search", q="zebra", page=page) == first


def test_an_unknown_operator_is_told_in_a_sentence(as_reader: Browser) -> None:
    make_design(TEXT)
    for path in ("/search", "/search/typed"):
        answer = found_by(as_reader, path, q="status:gone")
        assert "“gone” is none of the statuses" in answer
        assert "Nothing holds" not in answer


def test_a_misspelt_word_is_answered_and_told(as_reader: Browser) -> None:
    make_design(TEXT, title="Webhooks")
    for path in ("/search", "/search/typed"):
        answer = found_by(as_reader, path, q="webhok")
        assert "<mark>Webhook</mark>s" in answer
        assert "webhok" in answer


def test_nothing_found_is_said(as_reader: Browser) -> None:
    make_design(TEXT)
    for path in ("/search", "/search/typed"):
        assert "“<bdi>zzqqxx</bdi>”" in found_by(as_reader, path, q="zzqqxx")


@pytest.mark.parametrize(
    "typed",
    ["a\0b", "(" * 5_000, "x" * 200_000, " ".join(map(str, range(41)))],
    ids=["NUL", "(", "long", "many"],
)
def test_what_cannot_be_looked_for_is_refused_in_a_sentence(as_reader: Browser, typed: str) -> None:
    make_design(TEXT)
    for path in ("/search", "/search/typed", "/search/box"):
        query = urlencode({"q": typed})
        piece = assert_piece(as_reader.piece("GET", f"{path}?{query}"), 422)
        assert any(words in piece for words in ("Type at most", "Type the words again", "at most 40"))
        assert as_reader.get(f"{path}?{query}").status_code == 422


@pytest.mark.parametrize("sent", ["a%ED%A0%80b", "%FF", "%", "%zz", "%00a%ED%A0%80"])
def test_what_is_no_utf_8_is_answered(as_reader: Browser, sent: str) -> None:
    make_design(TEXT)
    for path in ("/search", "/search/typed"):
        assert as_reader.get(f"{path}?q={sent}").status_code in {200, 422}


@pytest.mark.parametrize("typed", STRANGE)
def test_whatever_is_typed_is_answered(as_reader: Browser, typed: str) -> None:
    make_design(f"# A\n\nholds {typed} and more\n")
    before = database_digest()
    for path in ("/search", "/search/typed"):
        found_by(as_reader, path, q=typed)
        found_by(as_reader, path, q=typed, page="7")
    assert database_digest() == before


def test_a_stranger_finds_nothing(as_stranger: Browser, as_reader: Browser) -> None:
    make_design(TEXT)
    for path in ("/search", "/search/typed", "/search/box"):
        assert as_stranger.piece("GET", f"{path}?q=hook").status_code == 401
        assert as_stranger.get(f"{path}?q=hook").status_code == 303
        assert as_reader.get(f"{path}?q=hook").status_code == 200


def test_nothing_is_said_of_a_design_in_the_bin(as_reader: Browser) -> None:
    make_design(TEXT, title="Webhooks", deleted=True)
    for path in ("/search", "/search/typed"):
        for q in ("local_max_temp", "webhooks", "webhok", "FEAT-001", "FEA", "e", "", "project:FEAT"):
            answer = found_by(as_reader, path, q=q)
            said = answer.replace(f"“<bdi>{q}</bdi>”", "").replace(f'value="{q}"', "")
            assert "/designs/FEAT-001" not in said
            assert "<mark>" not in said
            assert "Webhook" not in said


def test_an_answer_takes_few_statements(as_reader: Browser) -> None:
    for number in range(12):
        make_design(TEXT, title=f"Webhooks {number}")
    as_reader.get("/search/typed?q=hook")
    for q, at_most in {"hook": 8, "h": 10, "receiver": 8, "": 6, "registr": 14}.items():
        with statements("SELECT") as sent:
            found_by(as_reader, "/search/typed", q=q)
        assert len(sent) <= at_most, (q, sent)


def test_what_is_found_shows_the_signs_that_its_design_shows(as_reader: Browser) -> None:
    make_design("# A\n\n| Method | Endpoint | Auth |\n|---|---|---|\n| GET | /signed | ✅, a < b |\n")
    for path in ("/search", "/search/typed"):
        found = found_by(as_reader, path, q="signed")
        assert '<span class="sign sign--yes" role="img" title="yes">' in found
        assert "</span>, a &lt; b" in found
        assert '<mark><span class="sign sign--yes ' in found_by(as_reader, path, q="✅")
