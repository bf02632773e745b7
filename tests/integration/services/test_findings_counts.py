"""What the database counts and finds of findings and clashes is what a slow look at each of them gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from string import Formatter

import pytest

from tests.factories import make_design, make_person, make_project
from webapp.checks import CODES
from webapp.extensions import db
from webapp.models import Clash, Design, Document, Finding, Person, Project
from webapp.models.design import STATUSES
from webapp.services.bin import delete_designs
from webapp.services.editing.documents import delete_document
from webapp.services.findings import seen
from webapp.services.findings.dismissing import dismiss
from webapp.services.findings.found import Found
from webapp.services.findings.listing import list_findings, some_findings
from webapp.services.findings.narrowed import ALL, DISMISSED, FACETS, OPERATORS, Narrowed
from webapp.services.findings.reading import load_clashes, load_findings
from webapp.services.findings.typed import AROUND, text_of
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.permissions import Rights, rights_of
from webapp.services.projects import set_open_role
from webapp.utils.queries import Query

pytestmark = pytest.mark.usefixtures("app")

TITLES = ("Größe", "Users and mail", "What “else”", "Title", "naïve ﬁle 2")
PATHS = ("/a", "/größe/{id}", "/users/{id}", "/what", "/b.py")
VERSIONS = ("^4.0", "4.1.0", ">=4.2", ">=5.0")
WORDS = ("Who pays?", "Größe “X” of it", "the title", "a\\b c", "users.email", "text: “what”", "Ünder…")
TYPED = (
    *("", "e", "x", "who", "title", "what", "text", "WHO PAYS", "-answer", "größe", "grosse", "“größe", "\\"),
    *("users.email", '"no answer"', '"feat-001 users"', "users/{id}", ":", "-title", "t -users", "-“x", "…"),
    *(
        "feat-00",
        "lib",
        "question",
        "status:draft",
        "-status:draft e",
        "project:LIB users",
        "design:FEAT-002",
    ),
    *(
        "nothing says this",
        "b.py.",
        "in:endpoints",
        '"',
        "a\\b",
        "email.",
        "unanswered",
        "e -status:approved",
    ),
)


@pytest.fixture(autouse=True, params=[1, 100], ids=["walked", "looked up"])
def sides_of_more(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sides of clashes that are seen in part are found in two ways, by how many there are."""
    monkeypatch.setattr(seen, "MANY", request.param)


@pytest.fixture
def dice(request: pytest.FixtureRequest, author: Person) -> random.Random:
    """Designs of two projects, one of them hidden from most, some in the bin; some of all is dismissed."""
    dice = random.Random(request.param)
    lib = make_project("LIB", "Library")
    designs = [_design(dice, dice.choice([make_project(), make_project(), lib])) for _ in range(11)]
    delete_designs([designs[0]], by=author)
    document = db.session.scalars(db.select(Document).filter_by(design_id=designs[1].id, name="more")).one()
    delete_document(document.id, by=author)
    for kind in (Finding, Clash):
        for each in db.session.scalars(db.select(kind)).all():
            if dice.random() < 0.3 and (kind is Clash or each.design_id != designs[0].id):
                dismiss(each, reason="fine", digest=each.digest, by=author)
    set_open_role(lib, None, lib.version)
    return dice


@pytest.mark.parametrize("dice", range(2), indirect=True, ids=str)
def test_counts_and_order_are_those_of_a_look_at_each(dice: random.Random) -> None:
    author, administrator = make_person("author"), make_person("administrator")
    assert (rights_of(author).reads_all, rights_of(administrator).reads_all) == (False, True)
    seen_by = {person: [_Looked(each) for each in _everything(person)] for person in (author, administrator)}
    for every in seen_by.values():
        assert {each.found.kind for each in every} == {"clash", "finding"}
    for q, (person, every) in product(TYPED, seen_by.items()):
        narrowed = _narrowed(dice)
        query = typed_over_list(q, OPERATORS)
        asked = [each.under(query, narrowed.design) for each in every]
        left = [each for each in asked if each.fits(narrowed)]
        found = list_findings(person, q=q, narrowed=narrowed, whole=True)
        said = f"{q!r} {narrowed}"
        assert [each.dom_id for each in found.items] == [each.found.dom_id for each in left], said
        assert (found.total, found.of) == (len(left), sum(bool(each.places) for each in asked)), said
        assert found.counts == {name: _count(name, asked, narrowed) for name in FACETS}, said
        some = some_findings(person, q=q, narrowed=narrowed, limit=3, offset=2)
        assert [each.dom_id for each in some.items] == [each.found.dom_id for each in left[2:5]], said


def test_nothing_that_stands_beside_a_word_is_taken_for_a_part_of_it() -> None:
    for check in CODES.values():
        template = check.sentence
        for _, name, *_ in Formatter().parse(template):
            before, found, after = template.partition(f"{{{name}}}") if name else ("", "", "")
            for sign in (before[-1:], (after[:1] + " ").strip()) if found else ():
                assert not sign or AROUND.search(sign), f"{sign} in the sentence of {check.code}"


@dataclass(frozen=True)
class _Looked:
    """A finding or a clash, with those of its places that fit what was asked of them."""

    found: Found
    places: frozenset[tuple[str, str]] = frozenset()

    def under(self, query: Query, design: str) -> _Looked:
        places = frozenset(
            (place.key.partition("-")[0], place.status)
            for place in self.found.places
            if design in {"", place.key}
            and _is_asked_for(place.key, place.status, query)
            and fits(text_of(self.found.code, self.found.about, place.key, place.title), query)
        )
        return replace(self, places=places)

    def fits(self, narrowed: Narrowed) -> bool:
        return bool(self.left(narrowed))

    def left(self, narrowed: Narrowed) -> list[tuple[str, str]]:
        is_dismissed = self.found.dismissed is not None
        return [
            (project, status)
            for project, status in self.places
            if (not narrowed.project or project == narrowed.project)
            and (not narrowed.status or status == narrowed.status)
            and (not narrowed.code or self.found.code == narrowed.code)
            and (narrowed.dismissed == ALL or is_dismissed == (narrowed.dismissed == DISMISSED))
        ]


def _is_asked_for(key: str, status: str, query: Query) -> bool:
    said = {"project": key.partition("-")[0], "status": status.lower(), "design": key}
    wanted = {name: query.values(name) for name in said}
    return all(not values or said[name] in values for name, values in wanted.items()) and not any(
        said[each.name] == each.value for each in query.operators if not each.wanted
    )


def _count(name: str, asked: Sequence[_Looked], narrowed: Narrowed) -> Counter[str]:
    others = replace(narrowed, **{name: ALL if name == "dismissed" else ""})
    counts: Counter[str] = Counter()
    for each in asked:
        values = {
            "code": each.found.code,
            "dismissed": DISMISSED if each.found.dismissed else "",
        }
        counts.update({values.get(name, place[name == "status"]) for place in each.left(others)})
    return counts


def _everything(person: Person) -> Iterator[Found]:
    """All that the person may see, in order."""
    rights: Rights = rights_of(person)
    yield from load_clashes(db.session.scalars(db.select(Clash.id).order_by(Clash.id.desc())).all(), person)
    findings = db.session.execute(
        db.select(Finding.id, Design.project_id, Design.deleted_at, Document.deleted_at)
        .join(Design, Design.id == Finding.design_id)
        .join(Document, Document.id == Finding.document_id)
        .order_by(Finding.design_id.desc(), Finding.id)
    ).all()
    yield from load_findings(
        [each[0] for each in findings if each[1] in rights.roles and each[2] is each[3] is None]
    )


def _narrowed(dice: random.Random) -> Narrowed:
    """What is chosen beside the box: mostly nothing."""
    return Narrowed(
        *(dice.choice([*[""] * 3, "question-unanswered", "endpoint-clash", "placeholder"]),),
        project=dice.choice(["", "", "", "FEAT", "LIB"]),
        status=dice.choice(["", "", "", *STATUSES[:3]]),
        dismissed=dice.choice(["", "yes", "all"]),
        design=dice.choice([""] * 5 + ["FEAT-002"]),
    )


def _design(dice: random.Random, project: Project) -> Design:
    paths = "".join(f"| GET | {dice.choice(PATHS)} | {dice.choice(['yes', ''])} |\n" for _ in range(3))
    asked = "".join(f"- [ ] {each}\n" for each in dice.sample(WORDS, 3))
    text = f"# T\n\n## API Endpoints\n\n| Method | Path | Auth |\n|---|---|---|\n{paths}\n"
    text += f"## Dependencies\n\n| Package | Version |\n|---|---|\n| redis | {dice.choice(VERSIONS)} |\n\n"
    text += f"## Open Questions\n\n{asked}\n\n_[{dice.choice(WORDS)}]_\n"
    title = dice.choice(TITLES)
    status = dice.choice(STATUSES[:4])
    return make_design(text, title=title, project=project, status=status, documents={"more": "# M\n\nTBD\n"})
