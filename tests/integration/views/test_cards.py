"""The card of a design, beside a key that is pointed at."""

from __future__ import annotations

from tests.assertions import assert_goes_to, assert_piece
from tests.browser import Browser
from tests.factories import make_design, make_person


def test_a_card_says_key_title_status_and_owner(as_reader: Browser) -> None:
    make_design(title="Login <b>", status="In review", owner=make_person(name="Olivia Owens"))
    piece = assert_piece(as_reader.piece("GET", "/designs/FEAT-001/card"))
    for words in ("FEAT-001", "<bdi>Login &lt;b&gt;</bdi>", "pill--in-review", "<bdi>Olivia Owens</bdi>"):
        assert words in piece
    make_design(title="Nobody’s")
    assert "Nobody owns it yet" in assert_piece(as_reader.piece("GET", "/designs/FEAT-002/card"))


def test_whoever_asks_for_it_as_a_page_is_sent_to_the_design(as_reader: Browser) -> None:
    make_design()
    assert_goes_to(as_reader.get("/designs/FEAT-001/card"), "/designs/FEAT-001")
    assert as_reader.get("/designs/feat-1/card").location == "/designs/FEAT-001/card"


def test_of_what_one_may_not_read_there_is_the_same_as_of_nothing(
    as_reader: Browser, as_stranger: Browser
) -> None:
    make_design(deleted=True)
    gone, nothing = (as_reader.piece("GET", f"/designs/FEAT-00{number}/card") for number in (1, 2))
    assert (gone.status_code, gone.text) == (404, nothing.text)
    assert as_stranger.piece("GET", "/designs/FEAT-001/card").status_code == 401
