"""The checks as a page for people: what docs/findings.md shows.

python -m webapp.checks.guide > docs/findings.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.checks.codes import CODES, Check
from webapp.checks.template import EXAMPLES

_INTRODUCTION = """\
# Findings

What designs say is checked with every save. A *clash* is between designs: entries that cannot all be right.
A *finding* is about one design: something is missing, left over, or contradicts the rest of it. Both have a
code that stays the same for ever, a sentence, a place and something to do. Whoever knows better says why it
is no problem; that holds until the text of which it was said changes.

Rejected, superseded and deleted designs never clash. Neither does what the template says word for word, nor
what still holds a placeholder. What two designs say of one thing is compared by what it means: `{{id}}` and
`:user_id` are one parameter, `varchar(255)` and `VARCHAR(255)` one type, and `18` and `18.2.0` can both hold.

Of a template only entries of {examples} count as
examples to replace. What it says of errors, security, tests and tasks is meant to stay.

`./designbook check` says the same of Markdown files, before anybody imports them:

```
./designbook check features/                    # a folder, as import takes it; clashes among its designs too
./designbook check --json design.md             # one JSON object
./designbook check                              # the stored designs, less what was said to be no problem
```

Each line is `file:line: code: sentence`. The exit status is 0 when nothing was found, 1 when something was,
and 2 when a file cannot be read. `--template FILE` names the template that the files started from.

This file is written by `python -m webapp.checks.guide`; a test holds it true to the code.
"""


def guide() -> str:
    """The whole of docs/findings.md."""
    *most, last = sorted(EXAMPLES)
    introduction = _INTRODUCTION.format(examples=f"{', '.join(most)} and {last}")
    return "\n".join(
        [
            introduction,
            *_chapter("Clashes", (check for check in CODES.values() if check.is_clash)),
            *_chapter("Findings", (check for check in CODES.values() if not check.is_clash)),
        ]
    )


def _chapter(title: str, checks: Iterable[Check]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "| code | about | says | for example | what to do |"
    yield "|---|---|---|---|---|"
    yield from map(_row, checks)
    yield ""


def _row(check: Check) -> str:
    said = check.sentence.replace("{", "*").replace("}", "*")
    return f"| `{check.code}` | {check.register or 'any place'} | {said} | {check.example} | {check.remedy} |"


if __name__ == "__main__":
    print(guide(), end="")
