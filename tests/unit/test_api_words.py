"""What the API takes is refused in our words, whatever is sent: marshmallow's own reach nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from marshmallow import Schema, ValidationError, fields, validate

from webapp.api.describing import operation_of
from webapp.api.schemas import schema_named
from webapp.utils.addresses import API

OF_ITS_OWN = {
    text
    for module in (fields, validate)
    for made in vars(module).values()
    if isinstance(made, type)
    for name, said in vars(made).items()
    if name == "default_error_messages" or name == "default_message" or name.startswith("message_")
    for text in (said.values() if isinstance(said, dict) else [said])
} | set(Schema._default_error_messages.values())
"""Every sentence that marshmallow brings along, as its templates have it."""

STRANGE: tuple[Any, ...] = (
    *(None, True, 7, -1, 1.5, 10**30, "", "x", "\0", "\ud800", "x" * 1_100_000),
    *([], [None], ["x", 7], ["x"] * 2_000, {}, {"": ""}, {"x": None}, [[]], [{}]),
)
"""One value of each kind that no field takes in every case, and lengths and numbers past every limit."""


WHAT_TO_DO = ("Send ", "Leave it out.", "Take it out.", "Type it again.", "Shorten it", "Name one ")


def inside(value: Any) -> dict[str, Any]:
    """An object with this in each of the fields that objects inside of others have."""
    return dict.fromkeys(("title", "text", "depth", "do", "path", "key", "way", "x"), value)


def sent(app: Flask) -> Iterator[tuple[type[Schema], tuple[Any, ...]]]:
    """The schemas of what every address takes, with what may come there: forms and queries bring texts."""
    rules = [each for each in app.url_map.iter_rules() if each.rule.startswith(API)]
    noted = [operation_of(app.view_functions[each.endpoint]) for each in rules]
    for name in {each.body for each in noted if each.body}:
        yield schema_named(name), STRANGE
    for name in {name for each in noted for name in (each.form, each.query) if name}:
        yield schema_named(name), tuple(each for each in STRANGE if isinstance(each, str))


def sentences(messages: Any) -> Iterator[str]:
    """The sentences of what a schema refused."""
    inside = messages.values() if isinstance(messages, Mapping) else messages
    for each in inside:
        if isinstance(each, str):
            yield each
        else:
            yield from sentences(each)


def refused(schema: type[Schema], value: Any) -> set[str]:
    """What a schema says of something; nothing where it takes it."""
    try:
        schema().load(value)
    except ValidationError as error:
        return set(sentences(error.messages))
    return set()


def begins(text: str) -> str:
    """What a sentence begins with, up to what is put into it."""
    return text.partition("{")[0]


def test_marshmallow_has_words_of_its_own() -> None:
    assert {
        "Missing data for required field.",
        "Not a valid integer.",
        "Must be one of: {choices}.",
    } < OF_ITS_OWN


def test_whatever_is_sent_is_refused_in_our_words(app: Flask) -> None:
    theirs = tuple(filter(None, map(begins, OF_ITS_OWN)))
    said: set[str] = set()
    for schema, values in sent(app):
        for value in values:
            said |= refused(schema, value) | refused(schema, dict.fromkeys(schema._declared_fields, value))
            if values is STRANGE:
                for each in (inside(value), [inside(value)]):
                    said |= refused(schema, dict.fromkeys(schema._declared_fields, each))

    assert len(said) > 30
    assert [each for each in sorted(said) if each.startswith(theirs)] == []
    assert {"This is missing. Send it.", "Nothing here is called so. Leave it out."} < said
    assert [each for each in sorted(said) if not any(words in each for words in WHAT_TO_DO)] == []
