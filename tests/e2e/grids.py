"""Designs to edit, on a server of their own: each test takes one that nobody else touches."""

from __future__ import annotations

from pathlib import Path

DESIGNS = 260

TEXT = """\
# {key}: Something to edit

Before the tables stands a text that is long enough to be scrolled away.

{filler}

## API design

| Method | Endpoint | Description | Auth |
|---|---|---|---|
| GET | `/books` | Lists them | ✅ |
| POST | `/shelves` | Adds one | ❌ |
| DELETE | `/books/{{id}}` | Takes one away | ✅ |

## Tasks

- [ ] Write it down
- [x] Ask somebody
- [ ] Build it
  - [ ] Lay the ground
- [ ] Show it

## Remarks

A remark with a [link](#tasks) in it.

```python
answer = 42
```

### Files to modify

| File | Changes |
|---|---|
| `src/{key}.py` | Keeps books |

## Later

- [ ] Sleep

{filler}
"""


def write_designs(folder: Path) -> list[str]:
    """Write so many designs with TEXT into the folder; their keys."""
    keys = [f"FEAT-{number:03}" for number in range(1, DESIGNS + 1)]
    filler = "\n".join(["```", *(f"Line {number} that nobody reads." for number in range(36)), "```"])
    for key in keys:
        (folder / f"{key}.md").write_text(TEXT.format(key=key, filler=filler))
    return keys
