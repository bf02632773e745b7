"""The partials of blocks: one draws one thing, in a page and alone, and a page looks none up for its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template

from tests.assertions import assert_page
from tests.browser import Browser
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Block, Row

TEXT = """\
# FEAT-001: Webhooks

## Endpoints

Some *words*.

| Method | Endpoint |
|--------|----------|
| GET | `/a` |
| PUT/PATCH | /b |

- [x] done
- bare
  1. one

     with more

---

<div>as it is</div>

```
code
```
"""


@pytest.fixture
def drawing(app: Flask) -> Iterator[None]:
    """A request, without which no template is drawn."""
    with app.test_request_context():
        yield


def blocks() -> Iterator[tuple[Block, list[Row]]]:
    for block in db.session.scalars(db.select(Block).order_by(Block.position)):
        rows = db.select(Row).filter_by(block_id=block.id).order_by(Row.position)
        yield block, list(db.session.scalars(rows))


@pytest.mark.usefixtures("drawing")
def test_each_partial_is_the_same_bytes_alone_and_in_the_page(as_reader: Browser) -> None:
    make_design(TEXT)
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    kinds = []
    for block, rows in blocks():
        kinds.append(block.kind)
        if block.kind == "table":
            for row in rows:
                assert_in_page(page, "blocks/table/_row.html", block=block, row=row)
                for column in block.columns:
                    assert_in_page(page, "blocks/table/_cell.html", block=block, row=row, column=column)
        elif rows:
            assert_in_page(page, f"blocks/{block.kind}/_block.html", block=block, rows=rows)
            for row, kind in zip(rows, ("checklist", "bullets", "steps"), strict=True):
                assert_in_page(page, f"blocks/{kind}/_row.html", row=row)
        else:
            assert_in_page(page, f"blocks/{block.kind}/_block.html", block=block, rows=rows)
    assert kinds == ["prose", "table", "checklist", "divider", "raw", "code"]


def assert_in_page(page: str, partial: str, **context: object) -> None:
    drawn = render_template(partial, editable=True, heading="Endpoints", **context)
    assert drawn.strip()
    assert drawn in page, f"{partial} draws something else alone"


def test_a_page_looks_up_as_many_templates_whatever_it_holds(
    as_reader: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, items = "\n\n| a | b |\n|---|---|\n" + "| c | d |\n", "\n- [ ] e\n- f\n  1. g\n"
    make_design(f"# FEAT-001: Short\n\n## A\n{table}{items}")
    make_design(f"# FEAT-002: Long\n\n## A\n{(table + items) * 30}", number=2)
    looked_up: list[str] = []
    get_template = app.jinja_env.get_template

    def listen(name: str, *rest: Any) -> object:
        looked_up.append(name)
        return get_template(name, *rest)

    monkeypatch.setattr(app.jinja_env, "get_template", listen)
    counts = []
    for key in ("FEAT-001", "FEAT-002"):
        looked_up.clear()
        assert_page(as_reader.get(f"/designs/{key}"))
        counts.append(len(looked_up))
    assert counts[0] == counts[1]
