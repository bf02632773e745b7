"""The page of a design's changes, and the lives of its pieces."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, without_tokens
from tests.browser import Browser
from tests.factories import make_design
from tests.integration.services.test_undoing import TEXT, replace, text_of, write
from webapp.extensions import db
from webapp.models import Block, Person, Row
from webapp.services.bin import delete_designs
from webapp.services.history import Action, Touched
from webapp.services.transactions import transaction

PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOOKS = replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |")


def test_the_page_tells_who_changed_what(as_reader: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    text = assert_page(as_reader.get(f"/designs/{design.key}/changes"))
    assert "Our Owner" in text
    assert "Path of “POST /webhooks” changed" in text
    assert f'action="/batches/{batch_id}/undo"' in text
    assert f"/designs/{design.key}/changes" in as_reader.get(f"/designs/{design.key}").text


def test_a_design_that_nobody_changed_says_what_will_stand_here(as_reader: Browser) -> None:
    design = make_design(TEXT)
    assert "Nothing was changed yet" in assert_page(as_reader.get(f"/designs/{design.key}/changes"))


def test_the_filter_answers_the_list_alone_and_names_its_address(
    as_reader: Browser, owner: Person, author: Person
) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    write(design, author, replace("third", "3rd!"))
    address = f"/designs/{design.key}/changes"
    headers = PIECE | {"HX-Source": "form#filter"}
    answer = as_reader.get(address, query_string={"q": "author"}, headers=headers)
    text = assert_piece(answer)
    assert "An Author" in text
    assert "Our Owner" not in text
    assert answer.headers["HX-Replace-Url"] == f"{address}?q=author"
    assert without_tokens(text) in without_tokens(as_reader.get(f"{address}?q=author").text)
    assert "No change matches" in as_reader.get(f"{address}?q=nobody").text


def test_old_changes_are_on_further_pages(as_reader: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    with transaction():
        for number in range(102):
            change = Touched("design", design.id, {"priority": f"P{number}"}, {"priority": f"P{number + 1}"})
            Action(design, "priority", owner).record([change])
    address = f"/designs/{design.key}/changes"
    assert "1 to 50 of 102" in as_reader.get(address).text
    assert "101 to 102 of 102" in as_reader.get(f"{address}?page=3").text
    for page in ("99", "0", "x", "٣"):
        assert as_reader.get(f"{address}?page={page}").status_code == 200


def test_undo_on_the_page_leads_back_to_it(as_reader: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    address = f"/designs/{design.key}/changes"
    answer = as_reader.post(f"/batches/{batch_id}/undo", headers={"Referer": f"http://localhost{address}"})
    assert_goes_to(answer, address)
    assert text_of(design) == TEXT
    text = as_reader.get(address).text
    assert "Regular Reader" in text
    assert "Undone: Path" in text


def test_after_an_undo_the_old_text_is_the_one_that_stands(as_reader: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    address = f"/designs/{design.key}/changes"
    assert struck_out_and_inserted(as_reader.get(address).text) == ("/webhooks", "/hooks")
    as_reader.post(f"/batches/{batch_id}/undo")
    assert struck_out_and_inserted(as_reader.get(address).text) == ("/hooks", "/webhooks")


def struck_out_and_inserted(page: str) -> tuple[str, str]:
    """Of the newest change."""
    marked = re.findall(r"<(del|ins) [^>]*><bdi>(.*?)</bdi></\1>", page)[:2]
    found = dict(marked)
    return found["del"], found["ins"]


def test_every_piece_has_its_life(as_reader: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    write(design, owner, replace("third", "3rd!"))
    rows = db.session.scalars(db.select(Row)).all()
    [row] = [row for row in rows if row.cells.get("c2") == "/hooks"]
    section_id = db.session.get_one(Block, row.block_id).section_id
    for address in (
        f"/rows/{row.id}/changes",
        f"/rows/{row.id}/cells/c2/changes",
        f"/blocks/{row.block_id}/changes",
        f"/sections/{section_id}/changes",
    ):
        text = assert_page(as_reader.get(address))
        assert "Path of “POST /webhooks” changed" in text
        assert "3rd!" not in text
        assert f"/designs/{design.key}/changes" in text
    assert "Nothing was changed yet" in as_reader.get(f"/rows/{row.id}/cells/c3/changes").text


@pytest.mark.parametrize("noun", ["rows", "blocks", "sections"])
def test_a_life_of_what_is_not_there_is_not_told(as_reader: Browser, owner: Person, noun: str) -> None:
    assert as_reader.get(f"/{noun}/987654321/changes").status_code == 404
    design = make_design(TEXT)
    delete_designs([design], by=owner)
    assert as_reader.get(f"/{noun}/1/changes").status_code == 404
    assert as_reader.get(f"/designs/{design.key}/changes").status_code == 404


def test_strangers_read_no_changes(as_stranger: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    assert as_stranger.get(f"/designs/{design.key}/changes").status_code == 303
    assert as_stranger.get(f"/designs/{design.key}/changes", headers=PIECE).status_code == 401
