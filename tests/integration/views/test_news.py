"""What others changed since a page was opened."""

from __future__ import annotations

import pytest

from tests.assertions import assert_piece
from tests.browser import Browser
from tests.factories import make_design
from tests.integration.services.test_undoing import TEXT, replace, write
from webapp.models import Person
from webapp.services.documents import documents_of
from webapp.services.facts import newest_batch

PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOOKS = replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |")


def test_what_others_changed_is_told_in_words(as_owner: Browser, author: Person) -> None:
    design = make_design(TEXT)
    write(design, author, HOOKS)
    write(design, author, replace("third", "3rd!"))
    text = assert_piece(as_owner.get(f"/designs/{design.key}/news?since=0", headers=PIECE))
    assert "An Author" in text
    assert "changed 2 things" in text
    assert "Path of “POST /webhooks” changed" in text
    assert "Show them" in text


def test_ones_own_changes_are_no_news(as_owner: Browser, as_author: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    answer = as_owner.get(f"/designs/{design.key}/news?since=0", headers=PIECE)
    assert (answer.status_code, answer.text) == (204, "")
    assert as_author.get(f"/designs/{design.key}/news?since=0", headers=PIECE).status_code == 200


def test_what_the_page_knows_or_tells_already_is_no_news(as_owner: Browser, author: Person) -> None:
    design = make_design(TEXT)
    write(design, author, HOOKS)
    newest = newest_batch(design)
    assert as_owner.get(f"/designs/{design.key}/news?since={newest}", headers=PIECE).status_code == 204
    assert as_owner.get(f"/designs/{design.key}/news?since=0&told={newest}", headers=PIECE).status_code == 204


def test_showing_them_answers_the_document_as_it_is_and_takes_the_notice_away(
    as_owner: Browser, author: Person
) -> None:
    design = make_design(TEXT)
    newest = write(design, author, HOOKS)
    document = documents_of(design)[0]
    address = f"/designs/{design.key}/news?since=0&document={document.id}&show=yes"
    text = assert_piece(as_owner.get(address, headers=PIECE))
    assert f'hx-target="#document-{document.id}" hx-swap="outerMorph"' in text
    assert "/hooks" in text
    assert f"since={newest}" in text
    assert "Show it" not in text


@pytest.mark.parametrize(
    "query", ["since=x", "since=-1", "since=٣", "since=99999999999999999999", "told=1_0"]
)
def test_a_number_that_is_none_is_refused(as_owner: Browser, query: str) -> None:
    design = make_design(TEXT)
    assert as_owner.get(f"/designs/{design.key}/news?{query}", headers=PIECE).status_code == 422


def test_news_are_for_who_may_read_the_design(
    as_stranger: Browser, as_owner: Browser, author: Person
) -> None:
    design = make_design(TEXT)
    write(design, author, HOOKS)
    assert as_stranger.get(f"/designs/{design.key}/news?since=0", headers=PIECE).status_code == 401
    assert as_owner.get("/designs/FEAT-999/news?since=0", headers=PIECE).status_code == 404
