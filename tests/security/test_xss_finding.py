"""What is found, listed in registers and told of designs stays text, wherever it comes from (S01, S21)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import html5lib
from flask import Flask

from tests.browser import Browser
from tests.conftest import make_account, signed_in
from tests.factories import make_design, make_project
from tests.security.test_xss_fields import PAYLOADS
from webapp.extensions import db
from webapp.models import Clash, Finding, SavedView
from webapp.registers import NAMES
from webapp.services.findings.dismissing import dismiss
from webapp.services.saved_views import save_view

TEXT = """\
# {0}

{0}

## API Endpoints

| Method | Path | Auth | Description {0} |
|---|---|---|---|
| GET | /one{0} | | {0} |
| GET | /two | {0} | =1+1 |

## {0}

```python
class Order:  # {0}
    id: int
```

## Files to Create

| File | Action |
|---|---|
| `src/{0}.py` | Create |
| src/one.py | {0} |

## Dependencies

| Package | Version |
|---|---|
| redis | {1} |
| {0} | 1.0 |

## Error Handling

| Code | Error | Response |
|---|---|---|
| 404 | {0} | {1} {0} |

## Tasks

### Phase 1: {0}

- [ ] {0} src/other.py

## Open Questions

- [ ] {0} TBD?
"""
NEVER = {"img", "iframe", "object", "embed", "base"}
EVENTS = ("on", "srcdoc", "style")


def test_what_designs_people_and_views_are_called_is_text_everywhere(app: Flask) -> None:
    keys = [key for number, payload in enumerate(PAYLOADS) for key in make_hostile(number, payload)]
    assert db.session.scalars(db.select(Clash)).all()
    # Who may open every one of these addresses, also those that ask before something is deleted.
    browser = signed_in(app, make_account("reads@example.org", "Who Runs It", admin=True))
    for address in addresses(keys):
        is_piece = "/designs/" in address or address.startswith(("/search/", "/registers/endpoints?"))
        answer = browser.piece("GET", address) if is_piece else browser.get(address)
        assert answer.status_code in {200, 404, 422}, address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert list(alive(answer.text)) == [], address
    for path in ("/findings", "/registers/endpoints"):
        shown = texts(browser.get(path).text)
        assert all(payload[:60] in shown for payload in PAYLOADS)


def make_hostile(number: int, payload: str) -> list[str]:
    """Two designs, their owner, project, views and reasons with a payload in all of them: the keys."""
    owner = make_account(f"{number}@example.org", payload[:90])
    project = make_project(f"XSS{number}", payload[:60])
    said = payload.replace("|", "\\|")
    designs = [
        make_design(TEXT.format(said, version), title=payload, project=project, owner=owner)
        for version in ("^4.0", ">=5.0")
    ]
    make_design(f"# See\n\nXSS{number}-001 {said}\n", title=payload, project=project, deleted=number == 0)
    for name in ("findings", "registers/endpoints", "designs", "bin"):
        save_view(name, name=payload[:60], query=urlencode({"q": payload}), project=project, by=owner)
    for found in db.session.scalars(db.select(Finding).where(Finding.design_id == designs[0].id)).all()[:2]:
        dismiss(found, reason=payload, digest=found.digest, by=owner)
    return [each.key for each in designs]


def addresses(keys: list[str]) -> Iterator[str]:
    """Everything that finds, lists and tells; with a payload in what is asked, too."""
    yield from (
        "/search",
        "/search/typed",
        "/search/box",
        "/findings",
        "/findings/print",
        "/",
        "/designs/bin",
    )
    for payload in PAYLOADS:
        typed = quote(payload)
        yield from (f"{path}?q={typed}" for path in ("/search", "/search/typed", "/findings"))
        yield f"/search/typed?q={quote(f'one in:{payload} {payload}zz')}"
        yield f"/registers/endpoints?q=a&sort={typed}&prefix={typed}&method={typed}&status={typed}"
        yield f"/findings?project={typed}&code={typed}&status={typed}&design={typed}"
        yield f"/views/new?list=findings&query=q={typed}"
    yield "/findings?dismissed=all"
    for name in NAMES:
        yield from (f"/registers/{name}{part}" for part in ("", "/print", "?as=tree", "?as=progress"))
    for key in keys[::2]:
        yield from (f"/designs/{key}{part}" for part in ("/remarks", "/card"))
    for number in list(db.session.scalars(db.select(SavedView.id)))[::4]:
        yield f"/views/{number}/deletion"


def alive(page: str) -> Iterator[str]:
    """The elements and attributes in a page that no page of ours has."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in NEVER or (tag == "script" and not element.get("src")):
            yield tag
        for name, value in element.items():
            if str(name).startswith(EVENTS):
                yield f"{tag} {name}"
            if name in {"href", "src", "action", "formaction"} and value.strip().lower().startswith(
                ("javascript:", "data:")
            ):
                yield f"{tag} {name}={value}"
            if str(name).startswith("hx-") and value == "/account":
                yield f"{tag} {name}={value}"


def texts(page: str) -> str:
    return "".join(html5lib.parse(page, namespaceHTMLElements=False).itertext())


def test_what_an_answer_of_ours_has_not_is_seen() -> None:
    page = "".join(PAYLOADS)
    assert {"script", "img", "img onerror", "svg onload", "p hx-get=/account"} <= set(alive(f"<p>{page}"))


def test_files_of_a_register_are_read_as_nothing_else(as_reader: Browser) -> None:
    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "<script>", '"', "a,b", "ﾝ=1"]
    rows = "".join(f"| GET | /{number} | yes | {cell} |\n" for number, cell in enumerate(cells))
    make_design(
        "# T\n\n## API Endpoints\n\n| Method | Path | Auth | Description |\n|---|---|---|---|\n" + rows,
        title="=cmd|'/c calc'!A0",
    )
    table = as_reader.get("/registers/endpoints.csv")
    assert table.mimetype == "text/csv"
    assert table.headers["X-Content-Type-Options"] == "nosniff"
    assert table.headers["Content-Disposition"].startswith("attachment")
    read = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert len(read) == len(cells) + 1
    assert not [cell for line in read for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    found = as_reader.get("/registers/endpoints.json")
    assert found.mimetype == "application/json"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    said = {fact["values"].get("description") for fact in json.loads(found.data)}
    assert {"=1+1", "@SUM(A1)", "<script>"} <= said
