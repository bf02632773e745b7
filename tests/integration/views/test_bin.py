"""Deleting a design, the bin, and taking it out again."""

from __future__ import annotations

from datetime import timedelta

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest, without_tokens
from tests.browser import Browser
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Person
from webapp.models.types import utc_now
from webapp.services.bin import KEPT_DAYS, delete_designs
from webapp.services.transactions import transaction

PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_deleting_says_first_what_it_means(as_owner: Browser) -> None:
    design = make_design(title="Webhooks")
    before = database_digest()
    text = assert_page(as_owner.get(f"/designs/{design.key}/deletion"))
    assert "Webhooks" in text
    assert "90 days" in text
    assert "stays taken" in text
    assert database_digest() == before


def test_a_deleted_design_is_in_the_bin_and_nowhere_else(as_owner: Browser, as_reader: Browser) -> None:
    design = make_design(title="Webhooks")
    answer = as_owner.post(f"/designs/{design.key}/deletion")
    assert_goes_to(answer, "/designs/bin")
    text = assert_page(as_reader.get("/designs/bin"))
    assert "Webhooks" in text
    assert "deleted by <bdi>Our Owner</bdi>" in text
    assert "90 days left" in text
    assert "Webhooks" not in as_reader.get("/").text
    for address in ("", ".md", "/print", "/handout", "/changes", "/news?since=0", "/deletion"):
        assert as_reader.get(f"/designs/{design.key}{address}").status_code == 404, address
    assert as_reader.post(f"/designs/{design.key}/copies").status_code == 404
    db.session.refresh(design)
    assert design.deleted_at is not None


def test_it_comes_back_from_the_bin(as_owner: Browser, as_reader: Browser, owner: Person) -> None:
    design = make_design(title="Webhooks")
    delete_designs([design], by=owner)
    answer = as_reader.post(f"/designs/{design.key}/restoration")
    assert_goes_to(answer, f"/designs/{design.key}")
    assert "is back" in as_reader.get(answer.location).text
    assert "Webhooks" in as_owner.get("/").text
    assert "The bin is empty" in as_owner.get("/designs/bin").text


def test_the_bin_is_filtered_as_one_types(as_owner: Browser, owner: Person) -> None:
    delete_designs([make_design(title="Webhooks"), make_design(title="Queues")], by=owner)
    answer = as_owner.get("/designs/bin?q=queues", headers=PIECE | {"HX-Source": "form#filter"})
    text = assert_piece(answer)
    assert "Queues" in text
    assert "Webhooks" not in text
    assert answer.headers["HX-Replace-Url"] == "/designs/bin?q=queues"
    assert without_tokens(text) in without_tokens(as_owner.get("/designs/bin?q=queues").text)
    assert "No deleted design matches" in as_owner.get("/designs/bin?q=zzz").text


def test_one_address_is_spelled_in_one_way(as_owner: Browser) -> None:
    design = make_design()
    answer = as_owner.get(f"/designs/{design.key.lower()}/deletion")
    assert (answer.status_code, answer.location) == (301, f"/designs/{design.key}/deletion")


def test_what_is_not_in_the_bin_is_not_taken_out(as_owner: Browser, owner: Person) -> None:
    over = make_design()
    delete_designs([over], by=owner)
    with transaction():
        over.deleted_at = utc_now() - timedelta(days=KEPT_DAYS)
    before = database_digest()
    for key in (over.key, "FEAT-999"):
        assert as_owner.post(f"/designs/{key}/restoration").status_code == 404
    assert database_digest() == before


def test_what_is_out_of_the_bin_already_stays_as_it_is(as_owner: Browser) -> None:
    design = make_design()
    before = database_digest()
    assert_goes_to(as_owner.post(f"/designs/{design.key}/restoration"), f"/designs/{design.key}")
    assert database_digest() == before


def test_no_other_field_is_taken(as_owner: Browser, owner: Person) -> None:
    design, binned = make_design(), make_design()
    delete_designs([binned], by=owner)
    before = database_digest()
    assert as_owner.post(f"/designs/{design.key}/deletion", data={"deleted_at": "1"}).status_code == 422
    assert as_owner.post(f"/designs/{binned.key}/restoration", data={"owner_id": "1"}).status_code == 422
    assert database_digest() == before


def test_strangers_neither_see_nor_empty_nor_fill_the_bin(as_stranger: Browser, owner: Person) -> None:
    design, binned = make_design(), make_design()
    delete_designs([binned], by=owner)
    before = database_digest()
    assert as_stranger.get("/designs/bin").status_code == 303
    assert as_stranger.post(f"/designs/{design.key}/deletion").status_code == 401
    assert as_stranger.post(f"/designs/{binned.key}/restoration").status_code == 401
    assert database_digest() == before
