"""Sections and documents as Markdown: the editor, its refusals, and what two people wrote in one place."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Batch, Design, Document, Person
from webapp.services.documents import document_text, documents_of
from webapp.services.editing.texts import set_document_text, text_of_section
from webapp.services.pieces import load_pieces

PAPER = """\
# Paper

Opening words.

## Rows

| A | B |
|---|---|
| 1 | one |
| 2 | two |

## End

Last words.
"""
PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def design(app: object, owner: Person) -> Design:
    """A design with a table in its second section."""
    return make_design(PAPER, title="Paper", owner=owner)


def document_of(design: Design) -> Document:
    return documents_of(design)[0]


def stored(design: Design) -> str:
    db.session.expire_all()
    return document_text(document_of(design))


def section(design: Design, place: int = 2) -> tuple[str, str]:
    """The address of a section's text, and what its editor opens with."""
    document = document_of(design)
    number = load_pieces(document.id).sections[place].id
    return f"/sections/{number}/text", text_of_section(document, number)


def test_a_section_opens_as_markdown_on_a_page_and_as_a_piece(as_author: Browser, design: Design) -> None:
    address, text = section(design)
    page = as_author.get(address)
    assert page.status_code == 200
    assert f"\n{text}</textarea>" in page.text
    piece = as_author.get(address, headers=PIECE)
    assert f"\n{text}</textarea>" in piece.text
    assert "<html" not in piece.text


def test_a_document_opens_as_markdown(as_author: Browser, design: Design) -> None:
    page = as_author.get(f"/documents/{document_of(design).id}/text")
    assert f"\n{PAPER}</textarea>" in page.text


def test_a_text_that_closes_the_field_is_shown_as_typed(as_author: Browser) -> None:
    design = make_design("# T\n\n</textarea><b>{{7*7}}\n")
    page = as_author.get(f"/documents/{document_of(design).id}/text")
    assert "&lt;/textarea&gt;&lt;b&gt;{{7*7}}" in page.text


@pytest.mark.parametrize("method", ["put", "post"])
def test_a_section_is_saved_and_the_browser_goes_back_to_it(
    as_author: Browser, design: Design, method: str
) -> None:
    address, text = section(design)
    answer = getattr(as_author, method)(address, data={"text": text.replace("one", "eins"), "base": text})
    assert answer.status_code == 303
    assert answer.location.endswith(f"/designs/{design.key}#section-{address.split('/')[2]}")
    assert stored(design) == PAPER.replace("one", "eins")


def test_a_script_gets_the_pieces_that_changed_and_the_batch(as_author: Browser, design: Design) -> None:
    address, text = section(design)
    answer = as_author.put(address, data={"text": text.replace("one", "eins"), "base": text}, headers=PIECE)
    assert answer.status_code == 200
    assert "eins" in answer.text
    assert "Last words" not in answer.text
    assert answer.headers["Designbook-Batch"] == str(
        db.session.query(Batch.id).order_by(Batch.id.desc()).scalar()
    )


def test_a_document_is_saved(as_author: Browser, design: Design) -> None:
    address = f"/documents/{document_of(design).id}/text"
    answer = as_author.post(address, data={"text": PAPER.replace("\n", "\r\n") + "More.\r\n", "base": PAPER})
    assert answer.status_code == 303
    assert stored(design) == PAPER + "More.\n"


def test_what_cannot_be_kept_is_refused_with_the_text_in_the_field(
    as_author: Browser, design: Design
) -> None:
    address, text = section(design)
    typed = f"{text}\n\n```\nopen"
    for headers in ({}, PIECE):
        answer = as_author.post(address, data={"text": typed, "base": text}, headers=headers)
        assert answer.status_code == 422
        assert "left open" in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert f"\n{typed}</textarea>" in answer.text
    assert stored(design) == PAPER
    assert as_author.post(address, data={"text": f"{typed}\n```", "base": text}).status_code == 303


def conflicting(design: Design, owner: Person) -> tuple[str, dict[str, str]]:
    """Both write in one row; the address and what the author sends."""
    address, text = section(design)
    set_document_text(document_of(design).id, PAPER.replace("two", "zwei"), base=PAPER, by=owner)
    return address, {"text": text.replace("two", "deux").replace("one", "un"), "base": text}


@pytest.mark.parametrize(("way", "line"), [("mine", "deux"), ("theirs", "zwei"), ("edited", "deux und zwei")])
def test_two_who_wrote_in_one_row_choose_and_nothing_is_written_before(
    as_author: Browser, owner: Person, design: Design, way: str, line: str
) -> None:
    address, sent = conflicting(design, owner)
    answer = as_author.post(address, data=sent)
    assert answer.status_code == 409
    assert stored(design) == PAPER.replace("two", "zwei")
    for words in (owner.name, "| 2 | two |", "| 2 | zwei |", "| 2 | deux |", "Row in “<bdi>Rows</bdi>”"):
        assert words in answer.text
    key = answer.text.split('name="choice-')[1][:16]
    again = as_author.post(
        address, data={**sent, f"choice-{key}": way, f"edited-{key}": "| 2 | deux und zwei |"}
    )
    assert again.status_code == 303
    assert stored(design) == PAPER.replace("one", "un").replace("two", line)


def test_a_conflict_comes_as_a_piece_that_keeps_what_was_typed(
    as_author: Browser, owner: Person, design: Design
) -> None:
    address, sent = conflicting(design, owner)
    key = as_author.put(address, data=sent, headers=PIECE).text.split('name="choice-')[1][:16]
    answer = as_author.put(address, data={**sent, f"edited-{key}": "| 2 | half |"}, headers=PIECE)
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert "\n| 2 | half |</textarea>" in answer.text
    assert f'name="text" value="{sent["text"]}"' in answer.text


def test_a_section_that_was_deleted_is_put_back_with_my_text(
    as_author: Browser, owner: Person, design: Design
) -> None:
    address, text = section(design)
    start, rest = PAPER.split("## Rows")
    set_document_text(document_of(design).id, start + rest[rest.index("## End") :], base=PAPER, by=owner)
    sent = {"text": text.replace("one", "un"), "base": text}
    answer = as_author.post(address, data=sent)
    assert answer.status_code == 409
    assert "Put it back with my text" in answer.text
    assert f"\n{sent['text']}</textarea>" in answer.text
    assert as_author.get(address).status_code == 404
    assert as_author.post(address, data={**sent, "put_back": "yes"}).status_code == 303
    assert stored(design) == PAPER.replace("one", "un")


def test_a_field_that_nobody_knows_is_refused_by_its_name(as_author: Browser, design: Design) -> None:
    address, text = section(design)
    sent = {"text": text + "\n\nMore.", "base": text}
    for extra in ({"owner_id": "1"}, {"choice-x": "mine"}, {"put_back": "perhaps"}):
        answer = as_author.post(address, data={**sent, **extra})
        assert answer.status_code == 422
        assert next(iter(extra)) in answer.text
    assert stored(design) == PAPER
    assert as_author.post(address, data=sent).status_code == 303


def test_the_same_request_sent_again_writes_once(as_author: Browser, design: Design) -> None:
    address, text = section(design)
    for _ in range(2):
        answer = as_author.put(
            address,
            data={"text": f"{text}\n\nMore.", "base": text},
            headers={**PIECE, "Idempotency-Key": "one-key"},
        )
        assert answer.status_code == 200
    assert stored(design).count("More.") == 1


def test_a_stranger_and_a_wrong_number_get_nothing(
    as_stranger: Browser, as_author: Browser, design: Design
) -> None:
    address, text = section(design)
    assert as_stranger.put(address, data={"text": "x", "base": text}).status_code == 401
    for wrong in ("/sections/987654321/text", "/documents/987654321/text", "/sections/01/text"):
        assert as_author.get(wrong).status_code == 404
        assert as_author.put(wrong, data={"text": "x", "base": ""}).status_code == 404
    assert stored(design) == PAPER


def test_a_document_of_a_megabyte_is_saved_by_a_form(as_author: Browser) -> None:
    line = "A line of words, each of them a word.\n"
    text = "# Long\n\n" + line * (990_000 // len(line))
    design = make_design(text)
    address = f"/documents/{document_of(design).id}/text"
    answer = as_author.post(address, data={"text": text + "The end.\n", "base": text})
    assert answer.status_code == 303
    assert stored(design) == text + "The end.\n"
