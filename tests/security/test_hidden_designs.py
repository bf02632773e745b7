"""Nothing of a design that somebody may not read stands in any answer (RELIABILITY S04)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

from tests.browser import Browser
from tests.conftest import make_account, signed_in
from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import (
    Block,
    Design,
    Document,
    Entry,
    Finding,
    Member,
    Person,
    Project,
    Row,
    SavedView,
    Section,
)
from webapp.registers import NAMES
from webapp.services import permissions
from webapp.services.findings.dismissing import dismiss
from webapp.services.permissions import forget_rights
from webapp.services.saved_views import save_view
from webapp.services.transactions import transaction

CANARY, TYPED_CANARY = "wombat", "quokka"
"""Both stand in everything that is hidden, and in nothing else; the second one is looked for."""
BOTH = f"{TYPED_CANARY} {CANARY}"
HIDDEN = f"""\
# The {BOTH} vault

It says {BOTH}s. See FEAT-001 about the {BOTH}.

## Data Model

```sql
CREATE TABLE users (id INT PRIMARY KEY, name INT, {TYPED_CANARY}{CANARY} INT);
```

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /{TYPED_CANARY}/{CANARY} | |
| GET | /open/{{{CANARY}}} | |

## Files to Create

| File | Action |
|---|---|
| `src/{TYPED_CANARY}{CANARY}.py` | Create |
| `src/open.py` | Create |

## Dependencies

| Package | Version |
|---|---|
| redis | >=5.0 |
| {TYPED_CANARY}-{CANARY} | 1.0 |

## Tasks

### Phase {BOTH}

- [ ] Feed the {BOTH}

## Open Questions

- [ ] Who feeds the {BOTH}?
"""
OPEN = """\
# Open

See HID-001.

## Data Model

```sql
CREATE TABLE users (id INT PRIMARY KEY, name TEXT);
```

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /open/{id} | |

## Files to Create

| File | Action |
|---|---|
| `src/open.py` | Create |

## Dependencies

| Package | Version |
|---|---|
| redis | ^4.0 |

## Tasks

- [ ] Open it
"""
TYPED = [
    *(
        "",
        TYPED_CANARY,
        "qu",
        "q",
        "quokk",
        "quokke",
        "quokkas",
        "vault",
        "HID",
        "HID-001",
        "hid-1",
        "open",
        "redis",
    ),
    *("project:HID", "design:HID-001", "owner:wanda", "is:open", "is:tbd", "in:files", "users"),
    *(
        "status:draft",
        "method:GET",
        "-open",
        f'"{TYPED_CANARY}"',
        f"open {TYPED_CANARY}",
        f"is:open {TYPED_CANARY}x",
    ),
]


@pytest.fixture
def insider(app: Flask) -> Person:
    """The one author of a project for members only, in which everything is hidden from everybody else."""
    insider = make_account("insider@example.org", "Wanda")
    make_design(OPEN, title="Open")
    make_design(OPEN, title="As open")
    project = make_project("HID", f"The {BOTH}")
    with transaction():
        project.open_role = None
        db.session.add(Member(project_id=project.id, person_id=insider.id, role="author"))
        forget_rights()
    hidden = make_design(
        HIDDEN, title=f"The {BOTH}", project=project, owner=insider, documents={CANARY: f"# {BOTH}\n"}
    )
    hidden.parent_id = db.session.scalars(db.select(Design.id).where(Design.number == 1)).first()
    make_design(HIDDEN, title=f"Another {BOTH}", owner=insider, deleted=True)
    for found in db.session.scalars(db.select(Finding).where(Finding.design_id == hidden.id)).all()[:2]:
        dismiss(found, reason=f"The {BOTH} is none.", digest=found.digest, by=insider)
    for view_project in (None, project):
        save_view("findings", name=f"My {BOTH}", query=f"q={CANARY}", project=view_project, by=insider)
    return insider


@pytest.fixture
def outsider(app: Flask, insider: Person) -> Browser:
    """Somebody who is no member of it."""
    return signed_in(app, make_account("outsider@example.org", "An Outsider"))


def lists() -> Iterator[str]:
    """Every list with every word that is looked for."""
    for typed in TYPED:
        for path in (
            "/search",
            "/search/typed",
            "/search/box",
            "/findings",
            "/findings/print",
            "/",
            "/files",
        ):
            yield f"{path}?q={typed}"
        yield f"/findings?dismissed=all&q={typed}"
        yield f"/registers/endpoints?q={typed}"
        yield f"/registers/files?q={typed}&as=tree"
    yield from ("/registers", "/designs/print", "/projects", "/help")
    yield from (
        f"/findings?{name}" for name in ("project=HID", "design=HID-001", "dismissed=yes", "dismissed=all")
    )
    for name in NAMES:
        for part in ("", "/print", ".csv", ".json", "/counts", "/branches"):
            yield f"/registers/{name}{part}"
            yield f"/registers/{name}{part}?project=HID"
            yield f"/registers/{name}{part}?q={TYPED_CANARY}"
        yield from (f"/registers/{name}?as={view}" for view in ("tree", "progress"))
        rows = db.session.scalars(db.select(Entry.row_id).where(Entry.row_id.is_not(None))).all()
        yield f"/registers/{name}/rows?" + "&".join(f"row={each}" for each in rows)


def pieces() -> Iterator[str]:
    """Every address with an id or a key in it, of what is open and of what is hidden."""
    for key in ("HID-001", "FEAT-003", "FEAT-001", "FEAT-002"):
        for part in ("", "/remarks", "/card", "/changes", "/news", "/print", "/handout", ".md", "/documents"):
            yield f"/designs/{key}{part}"
        yield f"/filter?design={key}&q=open"
        yield f"/views/new?list=changes/{key}"
    for model, noun in ((Row, "rows"), (Block, "blocks"), (Section, "sections"), (Document, "documents")):
        for number in db.session.scalars(db.select(model.id)):
            yield from (f"/{noun}/{number}{part}" for part in ("", "/changes", "/text", "/facts"))
    for number in db.session.scalars(db.select(SavedView.id)):
        yield f"/views/{number}/deletion"
        yield f"/views/{number}/name"


def telling(browser: Browser, addresses: Iterable[str] = ()) -> tuple[int, list[str]]:
    """How many addresses were asked, by default all of them, and those of them that tell what is hidden."""
    asked, told = list(addresses) or [*lists(), *pieces()], []
    for address in asked:
        answer = browser.piece("GET", address)
        assert answer.status_code < 500, address
        if CANARY in answer.text.lower():
            told.append(address)
    return len(asked), told


def test_nothing_hidden_stands_in_any_answer(outsider: Browser) -> None:
    asked, told = telling(outsider)
    assert not told
    assert asked > 400


def test_a_gate_that_lets_everybody_read_is_found(outsider: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        "/search?q=quokka",
        "/registers/endpoints",
        "/findings",
        "/designs/HID-001",
        "/designs/HID-001.md",
    ]
    assert telling(outsider, asked)[1] == []
    rights = permissions.Rights(
        dict.fromkeys(db.session.scalars(db.select(Project.id)), permissions.READER),
        frozenset(),
        frozenset(),
        reads_all=True,
        administers=False,
    )
    monkeypatch.setattr(permissions, "rights_of", lambda person: rights)
    assert telling(outsider, asked)[1] == asked


def test_who_may_read_it_is_told(app: Flask, insider: Person) -> None:
    _, told = telling(signed_in(app, insider))
    assert len(told) > 150
    assert "/search?q=quokka" in told
