"""The things of the matrix: of each kind a design with everything in it, in a project of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from tests.browser import Browser
from tests.edits import newest_batch
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import (
    ApiToken,
    Block,
    ClashSide,
    Design,
    Document,
    Finding,
    LoginSession,
    Member,
    Person,
    Project,
    Row,
    Section,
)
from webapp.models.types import utc_now
from webapp.services.imports import prepare_import
from webapp.services.links import make_password_link
from webapp.services.permissions import forget_rights
from webapp.services.saved_views import save_view
from webapp.services.sessions import start_session
from webapp.services.transactions import transaction

CANARY = "wombat"
"""Stands in every text, title and name of a thing, and nowhere else."""
OPEN, WIDE, MEMBERS, NOBODYS, LOCKED, ARCHIVED, BINNED, PRIVATE = (
    *("open", "open to authors", "members only", "nobody’s", "locked", "archived", "in the bin"),
    "one’s own",
)
EVERYTHING = "everything"
"""What is no thing of anybody."""
KINDS = {
    OPEN: "OPN",
    WIDE: "WID",
    MEMBERS: "MEM",
    NOBODYS: "NOB",
    LOCKED: "LOK",
    ARCHIVED: "ARC",
    BINNED: "BIN",
}
"""The kinds of designs, and the keys of their projects."""
MEMBERSHIP = {
    "reader": "reader",
    "author": "author",
    "contributor": "author",
    "owner": "author",
    "maintainer": "maintainer",
    "suspended": "maintainer",
}
NOTHING = 987_654_321
"""The id of nothing."""
Values = Mapping[str, str | int]
MISSING: Values = {
    "design": "NON-001",
    "project": "NON",
    **dict.fromkeys(
        (
            *("row", "block", "section", "document", "batch", "change", "finding", "clash", "view"),
            *("session", "person", "token"),
        ),
        NOTHING,
    ),
    "column": "c3",
    "name": "notes",
    "import": "A" * 22,
    "link": "A" * 43,
    "register": "endpoints",
    "file": "nothing.css",
}
"""What leads to nothing, in the shape of what leads to something."""


@dataclass(frozen=True)
class Thing:
    """A design with its project, pieces and everything about it, by the nouns of addresses."""

    kind: str
    pages: Values
    programs: Values
    """The same for the API, which calls designs and projects by their ids."""


def text_of(kind: str) -> str:
    """A document of which checks find something, and which another of its kind contradicts."""
    slug = kind.replace(" ", "-").replace("’", "")
    return f"""\
# The {CANARY}

It says {CANARY}. To be done: TBD.

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /{slug}/{CANARY} | |

## Tasks

- [ ] Feed the {CANARY}

## Open Questions

- [ ] Who feeds the {CANARY}?
"""


def make_things(app: Flask, people: Mapping[str, Person], as_owner: Browser) -> dict[str, Thing]:
    """A thing of each kind, in its state. `people` are those of the cast by role."""
    made = {kind: _make_design(kind, people) for kind in KINDS}
    for kind, design in made.items():
        _edit(as_owner, design)
        if kind == BINNED:
            assert as_owner.post(f"/designs/{design.key}/deletion").status_code == 303
    things = {kind: _thing(kind, design.id, people) for kind, design in made.items()}
    now = utc_now()
    with transaction():
        locked = [Design.project_id == made[LOCKED].project_id]
        db.session.execute(update(Design).where(*locked).values(locked_at=now))
        archived = [Project.id == made[ARCHIVED].project_id]
        db.session.execute(update(Project).where(*archived).values(archived_at=now))
        forget_rights()
    data = app.config["DESIGNBOOK"].data
    return things | {PRIVATE: _private(people["owner"], data), EVERYTHING: _everything(app)}


def open_to_authors() -> None:
    """Make everybody an author of the project of WIDE.

    Not before somebody asks of it: elsewhere there are people who may make no design anywhere.
    """
    with transaction():
        db.session.execute(update(Project).where(Project.key == KINDS[WIDE]).values(open_role="author"))
        forget_rights()


def _make_design(kind: str, people: Mapping[str, Person]) -> Design:
    """The first of two designs that contradict each other; both have the same people."""
    project = make_project(KINDS[kind], f"Of the {CANARY}")
    with transaction():
        project.open_role = "reader" if kind == OPEN else None
        for who, role in MEMBERSHIP.items():
            db.session.add(Member(project_id=project.id, person_id=people[who].id, role=role))
        forget_rights()
    notes = {"notes": f"# Notes of the {CANARY}\n"}
    designs = [
        make_design(
            text_of(kind),
            title=f"The {CANARY}",
            project=project,
            owner=None if kind == NOBODYS else people["owner"],
            documents=notes,
        )
        for _ in range(2)
    ]
    with transaction():
        for design in designs:
            design.contributors.append(people["contributor"])
    if kind == OPEN:  # elsewhere the address of the project may not end with it
        assert designs[0].key == "OPN-001"
    return designs[0]


def _edit(as_owner: Browser, design: Design) -> None:
    """Give a design a batch, which can be undone."""
    row = db.session.scalars(
        db.select(Row).join(Document).where(Document.design_id == design.id).order_by(Row.id)
    ).first()
    assert row is not None
    sent = {"text": "none", "base": ""}
    answer = as_owner.piece("PUT", f"/rows/{row.id}/cells/c3", data=sent)
    assert answer.status_code == 200, answer.text


def _thing(kind: str, design_id: int, people: Mapping[str, Person]) -> Thing:
    """What stands in addresses; a design in the bin has pieces, too."""
    design = db.session.get_one(Design, design_id)
    document = db.session.scalars(
        db.select(Document).filter_by(design_id=design.id).order_by(Document.id)
    ).first()
    assert document is not None
    pieces = {
        name: db.session.scalars(
            db.select(model.id).filter_by(document_id=document.id).order_by(model.id)
        ).all()[place]
        for name, model, place in (("row", Row, 0), ("section", Section, -1))
    }
    table = db.session.scalars(db.select(Block).filter_by(document_id=document.id, kind="table")).one()
    finding = db.session.scalars(
        db.select(Finding.id).filter_by(design_id=design.id).order_by(Finding.id)
    ).first()
    clash = db.session.scalars(
        db.select(ClashSide.clash_id).filter_by(design_id=design.id).order_by(ClashSide.clash_id)
    ).first()
    view = save_view(
        "findings",
        name=f"My {CANARY}",
        query=f"q={CANARY}",
        project=design.project,
        by=people["owner"],
    )
    shared = {
        **MISSING,
        **pieces,
        "block": table.id,
        "document": document.id,
        "batch": _batch_of(design),
        "change": _batch_of(design),
        "finding": finding or NOTHING,
        "clash": clash or NOTHING,
        "view": view.id,
        "person": people["reader"].id,
    }
    return Thing(
        kind,
        shared | {"design": design.key, "project": design.project.key},
        shared | {"design": design.id, "project": design.project_id},
    )


def _batch_of(design: Design) -> int:
    """The newest batch of a design."""
    from webapp.models import Batch

    newest = db.session.scalar(db.select(db.func.max(Batch.id)).filter_by(design_id=design.id))
    return newest or newest_batch()


def _everything(app: Flask) -> Thing:
    """What leads somewhere though it is nobody's: a file that is served, somebody, their one-time link."""
    person, newcomer = make_person(name="Colleague"), make_person(name="Newcomer")
    values = {
        **MISSING,
        "person": person.id,
        "link": make_password_link(newcomer),
        "file": next(iter(app.extensions["served_assets"])),
    }
    return Thing(EVERYTHING, values, values)


def _private(owner: Person, data: Path) -> Thing:
    """What nobody but one person may see: a browser, a saved view, a token, an import without a design."""
    upload = prepare_import(data, [("nothing.md", b"\xff")], project="", by=owner)
    start_session(owner, days=30, agent="Firefox/150.0 (X11; Linux)", address="127.0.0.1")
    session = db.session.scalars(
        db.select(LoginSession.id).filter_by(person_id=owner.id).order_by(LoginSession.id)
    ).all()[-1]
    view = save_view("designs", name=f"My {CANARY}", query=f"q={CANARY}", project=None, by=owner)
    token = ApiToken(
        person_id=owner.id, name=f"My {CANARY}", scope="read", token_hash="0" * 64, hint="dbk_0000"
    )
    with transaction():
        db.session.add(token)
    values = {**MISSING, "session": session, "view": view.id, "token": token.id, "import": upload.token}
    return Thing(PRIVATE, values, values)
