"""A design's values: set where they were as seen, kept as changes, and in the text only the title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.assertions import database_digest
from tests.factories import make_design, make_person, make_project
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person
from webapp.models.design import TITLE_MAX
from webapp.models.types import utc_now
from webapp.services.design_values.columns import set_owner, set_priority, set_status
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.many import MANY_MAX, set_many
from webapp.services.design_values.parent import set_parent
from webapp.services.design_values.title import set_title
from webapp.services.documents import document_text, documents_of
from webapp.services.editing.saved import NOTHING, Saved
from webapp.services.errors import CellConflict, InvalidValue, Missing, NotAllowed
from webapp.services.history import RequestKey
from webapp.services.members import set_member
from webapp.services.projects import set_open_role
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

TEXT = (
    "---\r\nx: 1\r\n---\r\n\r\n# FEAT-001: Login - Technical Design\r\n"
    "\r\nLogin  \r\n\r\n## Login\r\n- [ ] Login"
)
KEY = RequestKey("3e9b", "a")


@pytest.fixture
def author() -> Person:
    return make_person(name="An Author")


@pytest.fixture
def design() -> Design:
    return make_design(TEXT, title="Login")


def text_of(design: Design) -> str:
    return document_text(documents_of(design)[0])


def changes(design: Design) -> list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """What the design's changes say, oldest first, each with its batch's verb."""
    query = db.select(Batch.verb, Change.before, Change.after).join(Change.batch).order_by(Change.id)
    return [tuple(found) for found in db.session.execute(query.where(Change.what == "design"))]


def reload(design: Design) -> Design:
    db.session.expire_all()
    return db.session.get_one(Design, design.id)


def test_a_title_changes_its_heading_and_no_other_line(design: Design, author: Person) -> None:
    saved = set_title(design, " Sign  in ", base="Login", by=author)

    stored = reload(design)
    assert (stored.title, stored.filter_text, stored.version) == ("Sign in", "sign in\nfeat-001", 2)
    assert text_of(stored) == TEXT.replace("FEAT-001: Login", "FEAT-001: Sign in")
    assert changes(stored) == [("title", {"title": "Login"}, {"title": "Sign in"})]
    assert [touched.what for touched in saved.touched] == ["section", "design"]
    assert db.session.scalars(db.select(Batch.id)).all() == [saved.batch_id]


def test_without_a_heading_a_title_is_data_alone(author: Person) -> None:
    design = make_design("## Part\n\ntext\n", title="Login")

    set_title(design, "Sign in", base="Login", by=author)

    assert reload(design).title == "Sign in"
    assert text_of(design) == "## Part\n\ntext\n"
    assert changes(design) == [("title", {"title": "Login"}, {"title": "Sign in"})]


def test_a_heading_that_says_so_already_stays_and_the_title_follows(author: Person) -> None:
    design = make_design("# FEAT-001: Sign in\n", title="Login")

    set_title(design, "Sign in", base="Login", by=author)

    assert reload(design).title == "Sign in"
    assert text_of(design) == "# FEAT-001: Sign in\n"


@pytest.mark.parametrize("title", ["", " ", "a\nb", "a\0b", "a\ud800", "x" * (TITLE_MAX + 1)])
def test_a_title_that_cannot_be_is_refused(design: Design, author: Person, title: str) -> None:
    before = database_digest()
    with pytest.raises(InvalidValue):
        set_title(design, title, base="Login", by=author)
    assert database_digest() == before
    set_title(design, "x" * TITLE_MAX, base="Login", by=author)
    assert reload(design).title == "x" * TITLE_MAX


@pytest.mark.parametrize(
    "title",
    ["</textarea>", "{{7*7}}", "a | b", "# x", "1.", "-->", "FEAT-002: x", "مرحبا", "👩‍👩‍👧", "x #", "*x*"],
)
def test_a_strange_title_is_kept_and_read_back(design: Design, author: Person, title: str) -> None:
    set_title(design, title, base="Login", by=author)

    assert reload(design).title == title
    assert text_of(design).splitlines()[6:] == TEXT.splitlines()[6:]
    assert set_title(design, title, base=title, by=author) is NOTHING


SETTERS: list[tuple[str, str, Callable[..., Saved], Any, Any]] = [
    ("status", "status", set_status, "Draft", "Approved"),
    ("priority", "priority", set_priority, "P2", "P0"),
    ("owner", "owner_id", set_owner, None, "author"),
    ("title", "title", set_title, "Login", "Sign in"),
]
setters = pytest.mark.parametrize(("verb", "column", "set_value", "old", "new"), SETTERS)


def value(new: Any, author: Person) -> Any:
    return author.id if new == "author" else new


@setters
def test_a_value_is_stored_with_who_changed_it(
    design: Design,
    author: Person,
    verb: str,
    column: str,
    set_value: Callable[..., Saved],
    old: Any,
    new: Any,
) -> None:
    new = value(new, author)
    before = design.updated_at

    saved = set_value(design, new, base=old, by=author)

    stored = reload(design)
    assert getattr(stored, column) == new
    assert stored.updated_at > before
    assert stored.version == 2
    assert changes(stored) == [(verb, {column: old}, {column: new})]
    assert db.session.get_one(Batch, saved.batch_id).person_id == author.id


@setters
def test_the_same_value_again_writes_nothing(
    design: Design,
    author: Person,
    verb: str,
    column: str,
    set_value: Callable[..., Saved],
    old: Any,
    new: Any,
) -> None:
    before = database_digest()
    assert set_value(design, old, base=old, by=author) is NOTHING
    # Whatever was seen: what is wanted stands there.
    assert set_value(design, old, base=value(new, author), by=author) is NOTHING
    assert database_digest() == before


@setters
def test_a_value_that_somebody_else_set_meanwhile_is_a_conflict_with_a_name(
    design: Design,
    author: Person,
    verb: str,
    column: str,
    set_value: Callable[..., Saved],
    old: Any,
    new: Any,
) -> None:
    others = {"title": "Other", "status": "Rejected", "priority": "P3", "owner_id": make_person().id}
    set_value(design, others[column], base=old, by=make_person(name="Olivia"))
    before = database_digest()

    with pytest.raises(CellConflict) as conflict:
        set_value(design, value(new, author), base=old, by=author)

    assert database_digest() == before
    error = conflict.value
    assert (error.by, error.theirs) == ("Olivia", str(others[column]))
    assert (error.base, error.mine) == (str(old or ""), str(value(new, author)))
    assert error.at is not None
    set_value(design, value(new, author), base=others[column], by=author)
    assert getattr(reload(design), column) == value(new, author)


@setters
def test_a_request_that_comes_again_is_answered_and_not_done_again(
    design: Design,
    author: Person,
    verb: str,
    column: str,
    set_value: Callable[..., Saved],
    old: Any,
    new: Any,
) -> None:
    first = set_value(design, value(new, author), base=old, by=author, key=KEY)
    set_value(design, old, base=value(new, author), by=make_person())
    before = database_digest()

    again = set_value(design, value(new, author), base=old, by=author, key=KEY)

    assert again.batch_id == first.batch_id
    assert [each.after for each in again.touched] == [each.after for each in first.touched]
    assert database_digest() == before


@setters
def test_a_design_in_the_bin_takes_no_value(
    author: Person, verb: str, column: str, set_value: Callable[..., Saved], old: Any, new: Any
) -> None:
    gone = make_design(TEXT, title="Login", deleted=True)
    before = database_digest()
    with pytest.raises(Missing):
        set_value(gone, value(new, author), base=old, by=author)
    assert database_digest() == before


def test_a_value_that_is_none_is_refused(design: Design, author: Person) -> None:
    before = database_digest()
    refused: list[tuple[Callable[..., Saved], Any, Any]] = [
        (set_status, "Done", "Draft"),
        (set_priority, "P4", "P2"),
        (set_owner, 4711, None),
        (set_contributors, [author.id, 4711], []),
        (set_parent, "FEAT-999", ""),
        (set_parent, "no key", ""),
    ]
    for set_value, new, old in refused:
        with pytest.raises(InvalidValue):
            set_value(design, new, base=old, by=author)
    assert database_digest() == before


def test_what_the_text_says_is_untouched_by_all_but_the_title(design: Design, author: Person) -> None:
    parent = make_design(title="Above")
    set_status(design, "Approved", base="Draft", by=author)
    set_owner(design, author.id, base=None, by=author)
    set_contributors(design, [author.id], base=[], by=author)
    set_parent(design, parent.key, base="", by=author)
    assert text_of(reload(design)) == TEXT


def test_a_short_setter_takes_few_statements(design: Design, author: Person) -> None:
    with statements("SELECT", "INSERT", "UPDATE") as sent:
        set_status(design, "Approved", base="Draft", by=author)
    assert len(sent) <= 10


def test_contributors_are_kept_as_a_set_and_two_edits_both_stand(design: Design, author: Person) -> None:
    anna, ben = make_person(name="Anna"), make_person(name="Ben")
    set_contributors(design, [anna.id], base=[], by=author)

    # Both saw Anna alone: one adds Ben, the other takes Anna away.
    set_contributors(design, [anna.id, ben.id], base=[anna.id], by=author)
    set_contributors(design, [], base=[anna.id], by=ben)

    assert [person.name for person in reload(design).contributors] == ["Ben"]
    assert [after for _, _, after in changes(design)] == [
        {"contributors": [anna.id]},
        {"contributors": [anna.id, ben.id]},
        {"contributors": [ben.id]},
    ]
    assert set_contributors(design, [ben.id], base=[ben.id], by=ben) is NOTHING


def test_a_parent_is_set_by_its_key_and_taken_away(design: Design, author: Person) -> None:
    parent = make_design(title="Above")

    set_parent(design, " feat-2 ", base="", by=author)
    assert reload(design).parent == parent
    set_parent(design, "", base=parent.key, by=author)

    assert reload(design).parent is None
    assert changes(design) == [
        ("parent", {"parent_id": None}, {"parent_id": parent.id}),
        ("parent", {"parent_id": parent.id}, {"parent_id": None}),
    ]


def test_a_parent_that_somebody_else_set_meanwhile_is_a_conflict(design: Design, author: Person) -> None:
    one, two = make_design(title="One"), make_design(title="Two")
    set_parent(design, one.key, base="", by=make_person(name="Olivia"))
    with pytest.raises(CellConflict) as conflict:
        set_parent(design, two.key, base="", by=author)
    assert (conflict.value.by, conflict.value.theirs) == ("Olivia", str(one.id))
    with pytest.raises(CellConflict):
        set_parent(design, two.key, base="FEAT-999", by=author)
    assert reload(design).parent == one
    set_parent(design, two.key, base=one.key, by=author)
    assert reload(design).parent == two


def test_no_design_stands_under_itself(design: Design, author: Person) -> None:
    middle, below = make_design(title="Middle"), make_design(title="Below")
    set_parent(middle, design.key, base="", by=author)
    set_parent(below, middle.key, base="", by=author)
    before = database_digest()

    for key in (design.key, middle.key, below.key):
        with pytest.raises(InvalidValue, match="cannot stand under"):
            set_parent(design, key, base="", by=author)

    assert database_digest() == before
    set_parent(below, design.key, base=middle.key, by=author)
    assert reload(below).parent == design


def test_a_design_in_the_bin_is_no_parent(design: Design, author: Person) -> None:
    gone = make_design(title="Gone", deleted=True)
    with pytest.raises(InvalidValue, match=f"There is no design {gone.key}"):
        set_parent(design, gone.key, base="", by=author)
    assert reload(design).parent is None


def test_many_designs_are_one_group_and_who_has_the_value_is_left_alone(author: Person) -> None:
    one, two, three = (
        make_design(title=name, status=status)
        for name, status in (("One", "Draft"), ("Two", "Approved"), ("Three", "Rejected"))
    )
    gone = make_design(title="Gone", deleted=True)

    saved = set_many([three, two, one, gone], "status", "Approved", by=author)

    assert [reload(each).status for each in (one, two, three, gone)] == ["Approved"] * 3 + ["Draft"]
    batches = db.session.scalars(db.select(Batch).order_by(Batch.id)).all()
    assert [(batch.design_id, batch.verb, batch.group_id) for batch in batches] == [
        (one.id, "status", None),
        (three.id, "status", batches[0].id),
    ]
    assert saved.batch_id == batches[0].id
    assert saved.changed("design") == [one.id, three.id]
    assert (reload(one).version, reload(two).version) == (2, 1)


def test_many_designs_get_an_owner_or_none(author: Person) -> None:
    owner = make_person()
    designs = [make_design(title=name, owner=owner) for name in ("One", "Two")]
    set_many(designs, "owner", author.id, by=owner)
    assert [reload(each).owner for each in designs] == [author, author]
    set_many(designs, "owner", None, by=author)
    assert [reload(each).owner for each in designs] == [None, None]
    with pytest.raises(InvalidValue):
        set_many(designs, "owner", 4711, by=author)
    with pytest.raises(InvalidValue):
        set_many(designs, "priority", "P9", by=author)
    assert [reload(each).priority for each in designs] == ["P2", "P2"]


def test_who_may_not_set_it_for_each_sets_it_for_none(author: Person) -> None:
    designs = [make_design(title="One"), make_design(title="Two", owner=make_person())]
    before = database_digest()

    with pytest.raises(NotAllowed):
        set_many(designs, "status", "Approved", by=author)

    assert database_digest() == before
    set_many(designs, "priority", "P0", by=author)
    set_many(designs[:1], "status", "Approved", by=author)
    assert [(reload(each).status, each.priority) for each in designs] == [("Approved", "P0"), ("Draft", "P0")]


def test_a_design_is_given_to_nobody_who_could_not_change_it(author: Person) -> None:
    design = make_design(owner=author)
    outsider, suspended, reader = make_person(), make_person(), make_person("reader", name="Rea Der")
    set_member(design.project, author, role="author", by=make_person("administrator"))
    set_open_role(design.project, None, design.project.version)
    set_member(design.project, reader, role="reader", by=make_person("administrator"))
    with transaction():
        suspended.suspended_at = utc_now()
    before = database_digest()

    unknown = "Not everybody may read FEAT-001; choose somebody from the list"
    known = "Rea Der may read FEAT-001, and not change it. Choose somebody from the list, or ask a maintainer"
    for person, words in ((outsider, unknown), (suspended, unknown), (reader, known)):
        with pytest.raises(InvalidValue, match=words):
            set_owner(design, person.id, base=author.id, by=author)
        with pytest.raises(InvalidValue, match=words):
            set_contributors(design, [person.id], base=[], by=author)
        with pytest.raises(InvalidValue, match=words):
            set_many([design], "owner", person.id, by=author)
    with pytest.raises(InvalidValue, match=unknown):
        set_contributors(design, [reader.id, outsider.id], base=[], by=author)

    assert database_digest() == before
    set_member(design.project, reader, role="author", by=make_person("administrator"))
    set_contributors(design, [reader.id], base=[], by=author)
    set_owner(design, reader.id, base=author.id, by=author)
    assert (reload(design).owner, design.contributors) == (reader, [reader])


def test_a_reader_who_owns_a_design_already_keeps_it(author: Person, administrator: Person) -> None:
    design = make_design(owner=author)
    set_contributors(design, [author.id], base=[], by=author)
    set_open_role(design.project, "reader", design.project.version)

    set_owner(design, author.id, base=author.id, by=administrator)
    both = [author.id, administrator.id]
    set_contributors(design, both, base=[author.id], by=administrator)
    set_many([design], "owner", author.id, by=administrator)

    assert (reload(design).owner, set(design.contributors)) == (author, {author, administrator})


def test_a_design_that_one_may_not_read_is_no_parent(design: Design, author: Person) -> None:
    parent = make_design(project=make_project("PAY", "Payments"), title="Parent")
    set_open_role(parent.project, None, parent.project.version)
    before = database_digest()

    with pytest.raises(InvalidValue, match="There is no design PAY-001"):
        set_parent(design, parent.key, base="", by=author)

    assert database_digest() == before
    set_open_role(parent.project, "reader", parent.project.version)
    set_parent(design, parent.key, base="", by=author)
    assert reload(design).parent == parent


def test_a_request_for_many_that_comes_again_is_done_once(author: Person) -> None:
    designs = [make_design(title=name) for name in ("One", "Two")]
    first = set_many(designs, "priority", "P0", by=author, key=KEY)
    before = database_digest()

    again = set_many(designs, "priority", "P0", by=author, key=KEY)
    assert (again.batch_id, again.touched) == (first.batch_id, first.touched)

    set_priority(designs[1], "P1", base="P0", by=author)
    after = database_digest()
    again = set_many(designs, "priority", "P0", by=author, key=KEY)
    assert again.batch_id == first.batch_id
    assert database_digest() == after != before


def test_more_designs_than_a_page_shows_are_refused(author: Person) -> None:
    design = make_design()
    with pytest.raises(InvalidValue):
        set_many([design] * (MANY_MAX + 1), "status", "Approved", by=author)
    assert reload(design).status == "Draft"
    set_many([design] * MANY_MAX, "status", "Approved", by=author)
    assert reload(design).status == "Approved"
