"""Names, addresses and what a browser says of itself stay text on every page (RELIABILITY S01, D5)."""

from __future__ import annotations

import html5lib
import pytest
from flask import Flask

from tests.browser import Browser
from tests.conftest import make_account, signed_in
from webapp.models import Person
from webapp.services import links, people, sessions
from webapp.services.errors import InvalidValue

PAYLOADS = [
    "<script>window.__pwned=1</script>",
    '"><img src=x onerror=window.__pwned=1>',
    "' autofocus onfocus=window.__pwned=1 x='",
    "</title></textarea></style><svg onload=window.__pwned=1>",
    "{{ 7 * 7 }}{% raw %}",
    "<p hx-get=/account hx-trigger=load>x</p>",
    "javascript:window.__pwned=1",
    "&lt;script&gt;&#60;script&#62;",
    "<!-- --><b>bold</b>",
    "\u202e<b>right to left\u2066",
]
# What the grammar of addresses lets through.
ADDRESSES = ["o'&{`|}=onload@example.org", "a/b?c#d=${1}@example.org", "{{7*7}}@example.org"]


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, in order."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [(str(element.tag), tuple(sorted(element.keys()))) for element in tree.iter()]


def texts(page: str) -> str:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    values = [element.get("value", "") for element in tree.iter("input")]
    return "".join(tree.itertext()) + "\n".join(values)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_name_is_text_on_every_page_that_shows_it(app: Flask, name: str) -> None:
    plain, hostile = (
        make_account(f"{word}@example.org", said) for word, said in (("a", "Newcomer"), ("b", name))
    )
    for path in ("/account", "/", "/nowhere"):
        control, page = (signed_in(app, person).get(path).text for person in (plain, hostile))
        assert shape(page) == shape(control), path
    assert name in texts(signed_in(app, hostile).get("/account").text)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_name_is_text_on_the_page_of_a_link(as_stranger: Browser, name: str) -> None:
    control, page = (
        as_stranger.get(
            f"/links/{links.make_password_link(people.add_person(f'{word}@example.org', name=said))}"
        )
        for word, said in (("a", "Newcomer"), ("b", name))
    )
    assert shape(page.text) == shape(control.text)
    assert name in texts(page.text)


@pytest.mark.parametrize("email", ADDRESSES)
def test_an_address_is_text(app: Flask, email: str) -> None:
    control = signed_in(app, make_account("a@example.org", "Newcomer")).get("/account").text
    page = signed_in(app, make_account(email, "Newcomer")).get("/account").text
    assert shape(page) == shape(control)
    assert email in texts(page)


@pytest.mark.parametrize("typed", PAYLOADS)
def test_what_was_typed_comes_back_as_text(as_owner: Browser, as_stranger: Browser, typed: str) -> None:
    login = as_stranger.post("/login", data={"email": typed, "password": typed})
    assert login.status_code == 422
    assert shape(login.text) == shape(as_stranger.post("/login", data={"email": "a", "password": "a"}).text)
    assert typed in texts(login.text)
    rename = as_owner.post("/account", data={"name": typed * 20})
    assert rename.status_code == 422
    assert shape(rename.text) == shape(as_owner.post("/account", data={"name": "a" * 101}).text)


@pytest.mark.parametrize("agent", [*PAYLOADS[:6], "Firefox/1 (Linux) \x1b[31m", "\xff" * 400])
def test_what_a_browser_says_of_itself_is_not_shown(as_owner: Browser, owner: Person, agent: str) -> None:
    control = as_owner.get("/account").text
    sessions.start_session(owner, days=1, agent=agent, address="<b>" * 40)
    page = as_owner.get("/account").text
    assert agent not in texts(page)
    assert "script" not in [tag for tag, _ in shape(page)[len(shape(control)) :]]
    assert ("img", ("onerror", "src")) not in shape(page)


def test_the_comparison_finds_a_name_that_is_not_text(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    control = signed_in(app, make_account("a@example.org", "Newcomer")).get("/account").text
    monkeypatch.setattr(app.jinja_env, "autoescape", False)
    app.jinja_env.cache.clear()
    page = signed_in(app, make_account("b@example.org", PAYLOADS[0])).get("/account").text
    app.jinja_env.cache.clear()
    assert shape(page) != shape(control)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "\u200b",
        "a\x00b",
        "a\nb",
        "a\tb",
        "a\x1bb",
        "a\x7f",
        "a\u2028b",
        "a\x85b",
        "a\ud800",
        "a" * 101,
    ],
    ids=repr,
)
def test_a_name_that_cannot_be_shown_is_refused(as_owner: Browser, name: str) -> None:
    person = make_account("x@example.org", "Xenia")
    with pytest.raises(InvalidValue) as refused:
        people.rename_person(person, name=name)
    assert refused.value.field == "name"
    assert person.name == "Xenia"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Jose\u0301 ", "Jos\u00e9"),
        ("\u4f50\u85e4", "\u4f50\u85e4"),
        ("O\u2019Neill, Ph.D.", "O\u2019Neill, Ph.D."),
        ("\u05d0\u05d1", "\u05d0\u05d1"),
        ("a" * 100, "a" * 100),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
    ],
)
def test_a_name_of_any_script_is_kept_in_its_composed_form(app: Flask, typed: str, stored: str) -> None:
    person = make_account("x@example.org", "Xenia")
    people.rename_person(person, name=typed)
    assert person.name == stored


@pytest.mark.parametrize(
    "email",
    [
        "",
        "x",
        "@",
        "a@",
        "@b",
        "a b@c.org",
        "a@b@c.org",
        "a\x00@b.org",
        "a\n@b.org",
        "a@b.org\nx",
        "a\ud800@b.org",
        "a" * 65 + "@b.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["b" * 60] * 5),
        "Owner <a@b.org>",
        "a@[1.2.3.4]",
    ],
    ids=repr,
)
def test_what_is_no_address_is_refused(app: Flask, email: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        people.add_person(email, name="Xenia")
    assert refused.value.field == "email"
    assert people.find_person(email) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Newcomer@Example.ORG ", "newcomer@example.org"),
        ("jose\u0301@example.org", "jos\u00e9@example.org"),
        ("newcomer@corp.local", "newcomer@corp.local"),
        ("newcomer@localhost", "newcomer@localhost"),
        ("\u0130@example.org", "i\u0307@example.org"),
    ],
)
def test_an_address_has_one_spelling(app: Flask, typed: str, stored: str) -> None:
    people.add_person(typed)
    found = people.find_person(stored.upper())
    assert found is not None
    assert found.email == stored
    with pytest.raises(InvalidValue, match="has an account already"):
        people.add_person(stored)
