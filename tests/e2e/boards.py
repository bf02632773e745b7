"""Designs to be dragged about and written anew: tables of one kind, nested items, nested sections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.e2e.conftest import Library
from tests.serving import run

TEXT = """\
# {key}: A board

Words that stand before everything else.

{filler}

## Here

| Name | What | Why |
|---|---|---|
| Ash | tree | shade |
| Beech | hedge | wind |
| Cedar | plank | smell |

## There

| Name | What | Why |
|---|---|---|
| Dogwood | bush | colour |

### Below there

Text below it.

## Tasks

- [ ] First of all
- [ ] Parent
  - [ ] Child
- [ ] Last of all

## Remarks

A remark to be moved.

Another remark.

{filler}
"""


def import_boards(library: Library, folder: Path, first: int, count: int) -> Iterator[str]:
    """Bring `count` designs with TEXT in, numbered from `first`; their keys."""
    folder.mkdir()
    keys = [f"FEAT-{number:03}" for number in range(first, first + count)]
    filler = "\n\n".join(f"Paragraph {number} of those that nobody reads." for number in range(8))
    for key in keys:
        (folder / f"{key}.md").write_text(TEXT.format(key=key, filler=filler))
    imported = run(library.data, "import", str(folder))
    assert imported.returncode == 0, imported
    return iter(keys)
