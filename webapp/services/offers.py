"""What a design's values can be chosen from, as somebody types: people, and designs to stand under."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from webapp.extensions import db
from webapp.models import Design, Person
from webapp.services.listing import ListedDesign, list_designs
from webapp.services.permissions import authors, rights_of
from webapp.utils.folding import fold

OFFERED_MAX = 50
"""More than anybody reads through: who looks further types a letter more."""


def offer_people(design: Design, q: str = "") -> list[Person]:
    """Whose a design can be, where every word of `q` stands in the name, by name: at most OFFERED_MAX."""
    words = [Person.filter_name.contains(word, autoescape=True) for word in fold(q).split()]
    found = select(Person).where(authors(design.project_id), *words)
    return list(db.session.scalars(found.order_by(Person.filter_name, Person.id).limit(OFFERED_MAX)))


def everybody(*projects: int) -> list[Person]:
    """Whose designs of all these projects can be, for a form that cannot ask again while somebody types."""
    return _by_name(Person.suspended_at.is_(None), *map(authors, projects))


def everybody_around(person: Person) -> list[Person]:
    """Whose designs of one or another project can be that `person` may read: for a list of such designs."""
    return _by_name(authors(*rights_of(person).roles))


def _by_name(*conditions: ColumnElement[bool]) -> list[Person]:
    return list(db.session.scalars(select(Person).where(*conditions).order_by(Person.filter_name, Person.id)))


def offer_parents(design: Design, q: str = "", *, person: Person) -> list[ListedDesign]:
    """Designs that `person` may read and that fit `q`, by key; never the design itself."""
    found = list_designs(person=person, q=q, sort="key").items
    return [listed for listed in found if listed.id != design.id]


def find_person(person_id: str) -> Person | None:
    """The person with this id, None for '' and where there is none."""
    return db.session.get(Person, int(person_id)) if person_id else None


def find_parent(design_id: str) -> Design | None:
    """The design with this id, in the bin too; None for ''."""
    return db.session.get(Design, int(design_id)) if design_id else None
