"""The page of one's own API tokens: shown once, listed by what is known of them, revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from tests.assertions import assert_goes_to, assert_page, database_digest, without_tokens
from tests.browser import Browser
from tests.factories import make_project
from webapp.models import Person
from webapp.models.types import utc_now
from webapp.services import tokens
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction
from webapp.views.rendering import day

ADDRESS = "/account/tokens"
TYPED = {"name": "Nightly export", "scope": "write", "project": "", "days": ""}
TEXT = re.compile(r'value="(dbk_[\w-]{43})"')


def text_on(page: str) -> str:
    found = TEXT.search(page)
    assert found
    return found[1]


def test_a_token_is_made_and_shown_this_one_time(as_owner: Browser, owner: Person) -> None:
    answer = as_owner.post(ADDRESS, data=TYPED)
    text = text_on(assert_page(answer, 201))
    assert answer.headers["Cache-Control"] == "no-store"
    token = tokens.find_token(text)
    assert token is not None
    assert (token.person, token.name, token.scope) == (owner, "Nightly export", "write")
    assert (token.project, token.expires_at) == (None, None)
    page = assert_page(as_owner.get(ADDRESS))
    assert "Nightly export" in page
    assert text[:8] in page
    assert text not in page


def test_a_token_has_its_project_and_its_days(as_owner: Browser) -> None:
    project = make_project()
    with time_machine.travel(utc_now(), tick=False):
        with_both = {**TYPED, "scope": "read", "project": "FEAT", "days": "30"}
        page = assert_page(as_owner.post(ADDRESS, data=with_both), 201)
        token = tokens.find_token(text_on(page))
        assert token is not None
        assert (token.scope, token.project) == ("read", project)
        assert token.expires_at == utc_now() + timedelta(days=30)
        assert "FEAT Features" in page
        assert day(token.expires_at) in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "This is needed."),
        ({"name": "n" * 61}, "at most 60 characters"),
        ({"name": "a\0"}, "a control character"),
        ({"scope": "admin"}, "There is no such scope"),
        ({"project": "PAY"}, "There is no such project"),
        ({"days": "0"}, "from 1 to 3,650"),
        ({"days": "3651"}, "from 1 to 3,650"),
        ({"days": "9" * 400}, "from 1 to 3,650"),
        ({"days": "soon"}, "from 1 to 3,650"),
        ({"days": "٣"}, "from 1 to 3,650"),
        ({"days": "+5"}, "from 1 to 3,650"),
    ],
)
def test_a_refused_token_is_not_made(
    as_owner: Browser, owner: Person, typed: dict[str, str], said: str
) -> None:
    make_project()
    with transaction():
        make_project("PAY", "Payments").open_role = None
        forget_rights()
    before = database_digest()
    page = assert_page(as_owner.post(ADDRESS, data={**TYPED, **typed}), 422)
    assert said in page
    assert not TEXT.search(page)
    assert database_digest() == before


def test_a_token_is_revoked(as_owner: Browser, owner: Person) -> None:
    made, text = tokens.make_token(owner, name="CI", scope="read")
    assert_goes_to(as_owner.post(f"{ADDRESS}/{made.id}/revocation"), ADDRESS)
    assert tokens.find_token(text) is None
    page = as_owner.get(ADDRESS).text
    assert "The token is revoked" in page
    assert "You have none yet" in page


def test_a_token_of_somebody_else_is_not_there(as_author: Browser, owner: Person) -> None:
    made, text = tokens.make_token(owner, name="CI", scope="read")
    assert as_author.post(f"{ADDRESS}/{made.id}/revocation").status_code == 404
    assert as_author.post(f"{ADDRESS}/99999/revocation").status_code == 404
    assert tokens.find_token(text) is not None
    assert "CI" not in without_tokens(as_author.get(ADDRESS).text)


def test_an_expired_token_says_so(as_owner: Browser, owner: Person) -> None:
    tokens.make_token(owner, name="CI", scope="read", expires_at=utc_now() + timedelta(days=1))
    assert "Expired" not in as_owner.get(ADDRESS).text
    with time_machine.travel(utc_now() + timedelta(days=2)):
        assert "Expired" in as_owner.get(ADDRESS).text


def test_the_account_leads_there(as_owner: Browser) -> None:
    assert f'href="{ADDRESS}"' in as_owner.get("/account").text
