"""The order of what is found, its ways to common and rare words, and what nobody may learn from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, and_

from tests.factories import make_design, make_person, make_project
from tests.gold import NOW
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Design, Entry, Person
from webapp.models.search import ENTRY, HEADING, KEY, TEXT, TITLE
from webapp.services.history import write_batch
from webapp.services.permissions import rights_of
from webapp.services.searching import asking, ranking, recent, suggesting
from webapp.services.searching.answering import find
from webapp.services.searching.found import Found, FoundRow
from webapp.services.searching.matching import entries_that_match
from webapp.services.transactions import transaction
from webapp.utils.queries import parse


def ask(typed: str, person: Person | None, **sizes: int) -> Found:
    return find(parse(typed), person=person, **sizes)


def keys(found: Found) -> list[str]:
    return [design.key for design in found.groups]


def row_text(row: FoundRow) -> str:
    return "".join(f"«{text}»" if marked else text for cell in row.cells for text, marked in cell)


def test_a_long_text_is_cut_around_what_was_found(app: Flask) -> None:
    make_design(f"# A\n\n{'before ' * 100}needle{' after' * 100}\n")
    ((text, *rest),) = ask("needle", make_person()).groups[0].rows[0].cells
    assert text == ("… ", False)
    assert ("needle", True) in rest
    assert len("".join(text for text, _ in rest)) < 300


def test_the_best_kind_of_match_comes_first_then_the_last_change_then_the_later_design(app: Flask) -> None:
    person = make_person()

    def make(text: str, title: str = "A", days: int = 0, project: str = "FEAT") -> str:
        changed = NOW + timedelta(days=days)
        return make_design(text, title=title, updated_at=changed, project=make_project(project)).key

    here_and_there = make("# A\n\nzeb one\n\ntwo\n", days=5)
    early = make("# A\n\nzeb one two\n")
    late = make("# A\n\nzeb one two\n", days=1)
    later_made = make("# A\n\nzeb one two\n", days=1)
    heading = make("# A\n\n## Zeb one two\n", days=-1)
    entry = make("# A\n\n## Open Questions\n\n- [ ] zeb one two?\n", days=-2)
    title = make("# A\n", title="zeb one two", days=-3)
    key = make("# A\n", title="one two", days=-4, project="ZEB")

    best = [title, entry, heading, later_made, late, early]
    assert keys(ask("one two zeb", person)) == [*best, here_and_there, key]
    assert keys(ask("zeb", person)) == [key, title, entry, heading, here_and_there, later_made, late, early]
    ranked = ranking.best_designs(asking.ask(parse("one two zeb"), person), 9)
    assert [rank for rank, _ in ranked] == [TITLE, ENTRY, HEADING, *[TEXT] * 3, *[ranking.SPREAD] * 2]
    assert ranking.best_designs(asking.ask(parse("zeb"), person), 1)[0][0] == KEY


def test_rows_come_by_kind_and_then_as_they_stand(app: Flask) -> None:
    make_design(
        "# A\n\nzeb first\n\n## Zeb heading\n\n## Open Questions\n\n- [ ] zeb two?\n- [ ] zeb three?\n"
    )
    (design,) = ask("zeb", make_person(), rows=9).groups
    assert [row_text(row) for row in design.rows] == [
        "«zeb» two?",
        "«zeb» three?",
        "«Zeb» heading",
        "«zeb» first",
    ]


def test_words_here_and_there_show_a_row_of_each(app: Flask) -> None:
    common = "\n\n".join(f"zeb {number}" for number in range(9))
    make_design(f"# A\n\n{common}\n\nrare\n")
    (design,) = ask("zeb rare", make_person()).groups
    assert [row_text(row) for row in design.rows] == ["«zeb» 0", "«zeb» 1", "«rare»"]
    assert design.more


@pytest.mark.parametrize("word", ["zebra", "zebra-crossing", "zq"])
@pytest.mark.parametrize("changed", ["made first", "made last"])
def test_what_is_common_is_found_as_what_is_rare(
    app: Flask, monkeypatch: pytest.MonkeyPatch, word: str, changed: str
) -> None:
    """With every limit at two each of the ways is taken; the answers are the same as without limits."""
    person = make_person()
    for number in range(7):
        sign = number if changed == "made last" else -number
        text = f"# A\n\n{word} {number}\n\n## Open Questions\n\n- [ ] {word if number % 3 else 'x'}?\n"
        make_design(
            text, title=f"{word} {number}" if number % 4 else "A", updated_at=NOW + timedelta(days=sign)
        )
    typed = (
        word,
        f"{word} 3",
        f"{word} A",
        f"{word} que",
        f"que {word}",
        f"in:questions {word}",
        f"{word} -3",
    )
    whole = [[keys(ask(each, person, designs=size)) for size in (1, 2, 3, 9)] for each in typed]
    assert all(len(answers[-1]) > 0 for answers in whole)
    monkeypatch.setattr(ranking, "HITS_MAX", 2)
    monkeypatch.setattr(ranking, "SPREAD_HITS_MAX", 2)
    monkeypatch.setattr(ranking, "GRAM_DESIGNS_MAX", 2)
    monkeypatch.setattr(ranking, "LOOKED_AT", 2)
    assert [[keys(ask(each, person, designs=size)) for size in (1, 2, 3, 9)] for each in typed] == whole


@pytest.mark.parametrize("typed", ["is:tbd", "in:tasks", "is:tbd in:tasks"])
def test_what_few_designs_hold_is_found_however_long_ago_they_were_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    person = make_person()
    text = "# A\n\n## Implementation Order\n\n- [ ] Write _TBD_\n"
    old = [make_design(text, updated_at=NOW - timedelta(days=days)).key for days in (1, 2)]
    for _ in range(3):
        make_design("# A\n\nWritten\n")
    whole = keys(ask(typed, person))
    monkeypatch.setattr(ranking, "LOOKED_AT", 1)
    assert keys(ask(typed, person)) == whole == old


def test_nothing_of_an_unreadable_project_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As roles will do it: a project is hidden from somebody, beside what is in the bin."""
    insider, outsider = make_person("insider"), make_person("outsider")
    text = "# A\n\nunobtainium flows\n\n## API Endpoints\n\n| Method | Path |\n|---|---|\n| PUT | /vault |\n"
    hidden = make_design(
        text, title="Vault", project=make_project("HID"), owner=make_person(name="Wanda Quux")
    )
    make_design("# A\n\nopen air\n", title="Open")
    may_read = asking.readable

    def readable(person: Person | None) -> ColumnElement[bool]:
        if person and person.id == outsider.id:
            return and_(may_read(person), Design.project_id != hidden.project_id)
        return may_read(person)

    for module in (asking, recent, suggesting):
        monkeypatch.setattr(module, "readable", readable)
    names = [
        "unobtainium",
        "vault",
        "HID",
        "HID-001",
        "hid-1",
        "quux",
        "wanda",
        "unobtaniom",
        "vaultt",
        "vaul",
    ]
    short = ["unobtainable", "q", "qu", "z", "pu", "hi"]
    operators = ["in:endpoints", "method:PUT", "design:HID-001", "project:HID", "owner:wanda", "status:draft"]
    several = ["put /vault", "air vault", "unobtainium air", "unobtainiumm flows", '"flows"', "-air", ""]
    asked = [*names, *short, *operators, *several]
    for typed in asked:
        found = ask(typed, outsider)
        seen = repr(
            (found.groups, found.nearest, found.corrected, [chip.text for chip in found.chips])
        ).lower()
        assert not any(word in seen for word in ("unobtain", "vault", "hid-", ":hid", "wanda", "quux")), typed
        fits = entries_that_match(parse(typed), person=outsider, register="endpoints").condition
        assert not db.session.scalars(
            db.select(Entry.key).join(Design, Design.id == Entry.design_id).where(fits)
        ).all()
    found = [typed for typed in asked if "HID-001" in keys(ask(typed, insider))]
    assert len(found) > len(asked) / 2
    assert [chip.text for chip in ask("hi", insider).chips] == ["project:HID"]


def test_a_hit_that_may_not_be_read_takes_the_same_statements_as_a_miss(app: Flask) -> None:
    person = make_person()
    make_design("# A\n\nunobtainium flows\n", deleted=True)
    make_design("# A\n\nopen air\n")
    rights_of(person)  # asked once in a request, whatever is looked for
    for hit, miss in (
        ("unobtainium", "zzqqxxjjvvx"),
        ("unobtainius", "zzqqxxjjvvx"),  # as near to it as a typo is
        ("unobtainable", "zzqqxxjjvvxj"),  # and as a word that begins alike
        ("flows", "qqxxj"),
        ("open flows", "open qqxxj"),
        ("w", "j"),
    ):
        with statements() as of_hit:
            assert not ask(hit, person).groups
        with statements() as of_miss:
            assert not ask(miss, person).groups
        assert of_hit == of_miss


def test_an_empty_box_shows_what_one_changed_last_and_then_what_was_changed_last(app: Flask) -> None:
    author, reader = make_person("author"), make_person("reader")
    old = make_design(title="Old", updated_at=NOW - timedelta(days=2))
    older = make_design(title="Older", updated_at=NOW - timedelta(days=3))
    new = make_design(title="New", updated_at=NOW - timedelta(days=1))
    binned = make_design(title="Binned", deleted=True)
    with transaction():
        for design in (old, older, old, binned):
            write_batch(design.id, "rename", person_id=author.id, key=None)
    assert keys(ask("", reader)) == [new.key, old.key, older.key]
    found = ask("", author)
    assert keys(found) == [old.key, older.key, new.key]
    assert found.recent
    assert [design.rows for design in found.groups] == [[], [], []]
    assert keys(ask("", author, designs=1)) == [old.key]
    assert keys(ask("in:", author)) == keys(found)


def test_a_heading_that_only_repeats_the_title_is_no_row_of_its_own(app: Flask) -> None:
    reader = make_person()
    make_design("# FEAT-001: Hooks - Technical Design\n\n## Hooks\n\nHooks of all kinds.\n", title="Hooks")
    (design,) = ask("hooks", reader).groups
    assert [row_text(row) for row in design.rows] == ["«Hooks»", "«Hooks» of all kinds."]
    assert not design.more
    (design,) = ask("feat-1 technical", reader).groups
    assert [row_text(row) for row in design.rows] == ["«FEAT-001»: Hooks - «Technical» Design"]
    (design,) = ask("hooks", reader, rows=1).groups
    assert [row_text(row) for row in design.rows] == ["«Hooks»"]
    assert design.more
