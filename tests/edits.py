"""A small document to edit, and every request that writes to it, for tests that ask the same of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.browser import Browser
from tests.factories import make_design, make_person
from webapp.extensions import db
from webapp.models import Batch, LoginSession
from webapp.services.documents import documents_of
from webapp.services.pieces import load_pieces

TEXT = """\
# FEAT-001: Webhooks

## Endpoints

| Method | Path | Note |
|--------|------|------|
| GET | /a | first |
| POST | /b | second |

- [ ] one
- two
  - nested
- three

Some *words*.

## Later

More words.
"""

OTHER = "# FEAT-002: Search\n\n## Endpoints\n\n| Method | Path | Note |\n|---|---|---|\n| GET | /q | x |\n"


@dataclass(frozen=True)
class Ids:
    """The pieces of TEXT by what they are; `table` and so on are ids of stored pieces."""

    key: str
    document: int
    endpoints: int
    later: int
    table: int
    items: int
    prose: int
    get: int
    post: int
    one: int
    two: int
    notes: int
    tasks: int
    other: str
    person: int


@dataclass(frozen=True)
class Edit:
    """A request that changes something."""

    method: str
    path: str
    data: dict[str, str | list[str]] = field(default_factory=dict)


def make_edited() -> Ids:
    """A design of TEXT with two further documents, so that each kind of edit has something to do.

    Beside it `other`, the key of a second design, and `person`, somebody who does nothing.
    """
    design = make_design(TEXT, documents={"notes": "# Notes\n", "tasks": "# Tasks\n"})
    main, notes, tasks = documents_of(design)
    ids = load_pieces(main.id).ids
    *_, endpoints, later = ids.sections
    table, items, prose = ids.blocks[-2]
    (get, post), (one, two, *_), _ = ids.rows[-2]
    return Ids(
        design.key,
        main.id,
        endpoints,
        later,
        table,
        items,
        prose,
        get,
        post,
        one,
        two,
        notes.id,
        tasks.id,
        make_design(OTHER, title="Search").key,
        make_person().id,
    )


def _range(noun: str) -> Callable[[Ids], Edit]:
    return lambda at: Edit("POST", f"/blocks/{at.table}/{noun}", {"rows": [str(at.post)], "columns": ["c3"]})


EDITS: dict[str, Callable[[Ids], Edit]] = {
    "cell": lambda at: Edit("PUT", f"/rows/{at.get}/cells/c3", {"text": "other", "base": "first"}),
    "tick": lambda at: Edit("PUT", f"/rows/{at.one}/done", {"done": "yes"}),
    "add row": lambda at: Edit("POST", f"/blocks/{at.table}/rows", {"after": str(at.get), "c2": "/c"}),
    "move row": lambda at: Edit(
        "PUT", f"/rows/{at.get}/position", {"block": str(at.table), "after": str(at.post)}
    ),
    "nest row": lambda at: Edit("PUT", f"/rows/{at.two}/depth", {"by": "in"}),
    "delete row": lambda at: Edit("DELETE", f"/rows/{at.post}"),
    "delete row by a form": lambda at: Edit("POST", f"/rows/{at.post}/deletion"),
    "paste": lambda at: Edit(
        "POST", f"/blocks/{at.table}/cells", {"row": str(at.get), "column": "c2", "pasted": "/x\ty\n/z"}
    ),
    "clear": _range("clearing"),
    "fill": _range("filling"),
    "add column": lambda at: Edit("POST", f"/blocks/{at.table}/columns", {"name": "Auth", "after": "c2"}),
    "rename column": lambda at: Edit(
        "PUT", f"/blocks/{at.table}/columns/c3", {"text": "Remark", "base": "Note"}
    ),
    "move column": lambda at: Edit("PUT", f"/blocks/{at.table}/columns/c3/position", {"after": ""}),
    "delete column": lambda at: Edit("DELETE", f"/blocks/{at.table}/columns/c3"),
    "delete column by a form": lambda at: Edit("POST", f"/blocks/{at.table}/columns/c3/deletion"),
    "block text": lambda at: Edit(
        "PUT", f"/blocks/{at.prose}/text", {"text": "Other words.", "base": "Some *words*."}
    ),
    "add block": lambda at: Edit(
        "POST", f"/sections/{at.later}/blocks", {"after": "", "kind": "bullets", "text": "a"}
    ),
    "move block": lambda at: Edit(
        "PUT", f"/blocks/{at.prose}/position", {"section": str(at.endpoints), "after": ""}
    ),
    "delete block": lambda at: Edit("DELETE", f"/blocks/{at.prose}"),
    "delete block by a form": lambda at: Edit("POST", f"/blocks/{at.prose}/deletion"),
    "title": lambda at: Edit("PUT", f"/sections/{at.later}/title", {"text": "Sooner", "base": "Later"}),
    "add section": lambda at: Edit(
        "POST", f"/documents/{at.document}/sections", {"after": str(at.endpoints), "level": "3", "text": "N"}
    ),
    "move section": lambda at: Edit("PUT", f"/sections/{at.endpoints}/position", {"after": str(at.later)}),
    "delete section": lambda at: Edit("DELETE", f"/sections/{at.later}"),
    "delete section by a form": lambda at: Edit("POST", f"/sections/{at.later}/deletion"),
    "add document": lambda at: Edit("POST", f"/designs/{at.key}/documents", {"name": "plan"}),
    "rename document": lambda at: Edit("PUT", f"/documents/{at.notes}/name", {"name": "remarks"}),
    "move document": lambda at: Edit("PUT", f"/documents/{at.notes}/position", {"after": str(at.tasks)}),
    "delete document": lambda at: Edit("DELETE", f"/documents/{at.notes}"),
    "delete document by a form": lambda at: Edit("POST", f"/documents/{at.notes}/deletion"),
}
"""A request of each route that edits a document, by what it does; each changes something."""


@dataclass(frozen=True)
class Write:
    """A request that writes, and what of WRITES has to be done `first`."""

    edit: Callable[[Ids], Edit]
    first: tuple[str, ...] = ()


WRITES: dict[str, Write] = {name: Write(edit) for name, edit in EDITS.items()} | {
    "restore row": Write(
        lambda at: Edit("POST", f"/rows/{at.post}/restoration", {"column": "c3", "text": "x"}),
        ("delete row",),
    ),
    "section text": Write(
        lambda at: Edit(
            "PUT", f"/sections/{at.later}/text", {"text": "## Later\n\nx", "base": "## Later\n\nMore words."}
        )
    ),
    "document text": Write(
        lambda at: Edit("PUT", f"/documents/{at.document}/text", {"text": f"{TEXT}\nx\n", "base": TEXT})
    ),
    "design title": Write(lambda at: _value(at, "title", {"text": "Hooks", "base": "Title"})),
    "design status": Write(lambda at: _value(at, "status", {"value": "Approved", "base": "Draft"})),
    "design priority": Write(lambda at: _value(at, "priority", {"value": "P0", "base": "P2"})),
    "design owner": Write(lambda at: _value(at, "owner", {"value": str(_signed_in()), "base": ""})),
    "design contributors": Write(
        lambda at: _value(at, "contributors", {"value": [str(at.person)], "base": ""})
    ),
    "design parent": Write(lambda at: _value(at, "parent", {"value": at.other, "base": ""})),
    "lock design": Write(
        lambda at: Edit("POST", f"/designs/{at.key}/lock", {"locked": "yes"}), ("design owner",)
    ),
    "many designs": Write(
        lambda at: Edit("POST", "/designs/values", {"designs": [at.key, at.other], "status": "Rejected"})
    ),
    "new design": Write(
        lambda at: Edit("POST", "/designs", {"project": "FEAT", "title": "New", "priority": "P2"})
    ),
    "copy design": Write(lambda at: Edit("POST", f"/designs/{at.key}/copies")),
    "undo": Write(lambda at: Edit("POST", f"/designs/{at.key}/undo"), ("cell",)),
    "redo": Write(lambda at: Edit("POST", f"/designs/{at.key}/redo"), ("cell", "undo")),
    "undo batch": Write(lambda at: Edit("POST", f"/batches/{newest_batch()}/undo"), ("cell",)),
    "delete design": Write(lambda at: Edit("POST", f"/designs/{at.key}/deletion")),
    "delete designs": Write(lambda at: Edit("POST", "/designs/deletion", {"designs": [at.key, at.other]})),
    "restore design": Write(lambda at: Edit("POST", f"/designs/{at.key}/restoration"), ("delete design",)),
}
"""A request of each route that writes to designs and their documents; each changes something."""


def make_ready(name: str, browser: Browser, more: Mapping[str, Write] | None = None) -> tuple[Ids, Edit]:
    """The document of TEXT and a request of WRITES, or of `more`, with all done that it needs."""
    ids, write = make_edited(), {**WRITES, **(more or {})}[name]
    for first in write.first:
        edit = WRITES[first].edit(ids)
        assert browser.piece(edit.method, edit.path, data=edit.data).status_code in {200, 204}
    return ids, write.edit(ids)


def newest_batch() -> int:
    """The number of the last batch, 0 where there is none."""
    return db.session.scalar(db.select(db.func.max(Batch.id))) or 0


def _signed_in() -> int:
    """Who signed in last: whoever sends the request."""
    return db.session.scalars(db.select(LoginSession.person_id).order_by(LoginSession.id.desc())).first() or 0


def _value(at: Ids, field: str, sent: dict[str, str | list[str]]) -> Edit:
    return Edit("PUT", f"/designs/{at.key}/{field}", sent)
