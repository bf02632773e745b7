"""What stands around a document, asked again after saves; paths of files, offered while one is typed."""

from __future__ import annotations

from tests.assertions import assert_piece, database_digest
from tests.browser import Browser
from tests.edits import make_edited
from tests.factories import make_design
from tests.markup import tree

FILES = """\
# T

## Files

| File | Action |
|---|---|
| `src/{}.py` | create |
| `src/common.py` | modify |
"""


def test_the_facts_are_those_of_the_page(as_reader: Browser) -> None:
    ids = make_edited()
    before = database_digest()
    piece = assert_piece(as_reader.piece("GET", f"/documents/{ids.document}/facts"))
    page = " ".join(as_reader.get(f"/designs/{ids.key}").text.split())
    shown = {
        part.partition('"')[0]: " ".join(part.partition(">")[2].rpartition("</hx-partial>")[0].split())
        for part in piece.split('<hx-partial hx-target="')[1:]
    }
    assert {".titleblock", ".rail", ".outline", ".outline-fold__list"} <= shown.keys()
    assert piece.split("<hx-partial")[0].split("-->")[-1].strip() in page
    for target in (".titleblock", ".rail", ".outline"):
        assert shown[target] in page
    assert database_digest() == before


def test_the_facts_follow_an_edit(as_author: Browser) -> None:
    ids = make_edited()
    address = f"/documents/{ids.document}/facts"
    assert "0/1" in assert_piece(as_author.piece("GET", address))
    assert_piece(as_author.piece("PUT", f"/rows/{ids.one}/done", data={"done": "yes"}))
    assert "all 1 done" in assert_piece(as_author.piece("GET", address))


def test_who_may_not_see_a_document_learns_nothing(as_reader: Browser, as_stranger: Browser) -> None:
    ids = make_edited()
    assert as_reader.piece("GET", "/documents/987654321/facts").status_code == 404
    assert as_stranger.piece("GET", f"/documents/{ids.document}/facts").status_code == 401
    assert as_reader.piece("POST", f"/documents/{ids.document}/facts").status_code == 405


def paths(browser: Browser, query: str) -> list[str]:
    piece = assert_piece(browser.piece("GET", f"/files?{query}"))
    return [str(option.get("value")) for option in tree(piece).iter("option")]


def test_paths_of_other_designs_are_offered_those_of_most_designs_first(as_reader: Browser) -> None:
    for name in ("one", "two"):
        make_design(FILES.format(name))
    make_design(FILES.format("binned"), deleted=True)
    assert paths(as_reader, "q=SRC") == ["src/common.py", "src/one.py", "src/two.py"]
    assert paths(as_reader, "q=src/&design=FEAT-001") == ["src/common.py", "src/two.py"]
    assert paths(as_reader, "q=100%25_") == []
    assert paths(as_reader, "q=") == []


def test_a_path_is_text(as_reader: Browser) -> None:
    make_design(FILES.format('"><script>'))
    piece = assert_piece(as_reader.piece("GET", "/files?q=script"))
    assert "<script" not in piece


def test_paths_are_for_who_is_signed_in(as_reader: Browser, as_stranger: Browser) -> None:
    assert as_stranger.piece("GET", "/files?q=a").status_code == 401
    assert as_reader.piece("GET", "/files?q=a&design=FEAT-999").status_code == 404
    assert as_reader.piece("POST", "/files").status_code == 405
