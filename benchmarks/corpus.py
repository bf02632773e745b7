"""Designs in the shape of templates/design.md, with about 60 rows each, as the same text in every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.words import Speaker

PROJECT = "FEAT"
METHODS = ("GET", "POST", "PUT", "DELETE")
PACKAGES_FROM, PACKAGES_TO = 2, 4


def key_of(number: int) -> str:
    """The key of a design: FEAT-001."""
    return f"{PROJECT}-{number:03d}"


def title_of(number: int) -> str:
    """The title of a design, without its key."""
    return Speaker(f"title {number}").phrase(3, 6)


def design_text(number: int) -> str:
    """The Markdown of a design: about 60 rows in tables and lists, three code blocks, some prose."""
    say = Speaker(f"design {number}")
    sections = [
        f"# {key_of(number)}: {title_of(number)}\n",
        f"## Overview\n\n{_prose(say, 3)}\n\n{_prose(say, 2)}\n\n---\n",
        f"## File Structure\n\n### New Files to Create\n\n{_tree(say)}\n",
        f"### Files to Modify\n\n{_files(say)}\n\n---\n",
        f"## Data Model\n\n### Database Schema\n\n{_schema(say)}\n\n---\n",
        f"## API Design\n\n### Endpoints\n\n{_endpoints(say)}\n\n### Response\n\n{_response(say)}\n\n---\n",
        f"## Dependencies\n\n### New Packages\n\n{_packages(say)}\n\n---\n",
        f"## Error Handling\n\n{_errors(say)}\n\n---\n",
        f"## Security Considerations\n\n{_boxes(say, 5, 7)}\n\n---\n",
        f"## Performance Considerations\n\n{_aspects(say)}\n\n---\n",
        f"## Testing Strategy\n\n{_tests(say)}\n\n---\n",
        f"## Implementation Order\n\n{_phases(say)}\n\n---\n",
        f"## Open Technical Questions\n\n{_questions(say)}\n\n---\n",
        f"## References\n\n{_references(say)}\n",
    ]
    return "\n".join(sections)


COLUMNS = 6
"""How many columns the table of `sheet_text` has."""


def sheet_text(key: str, rows: int) -> str:
    """The Markdown of a design that is one table, of so many rows."""
    say = Speaker(f"sheet {key}")
    lines = [tuple(say.phrase(1, 4) for _ in range(COLUMNS)) for _ in range(rows)]
    return f"# {key}: {say.phrase(3, 6)}\n\n## Rows\n\n{_table(tuple('ABCDEF'[:COLUMNS]), lines)}\n"


def write_designs(folder: Path, numbers: Iterable[int]) -> Iterator[int]:
    """Write each design to FOLDER/FEAT-001/design.md and say its number once it is written."""
    for number in numbers:
        path = folder / key_of(number) / "design.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(design_text(number), encoding="utf-8")
        yield number


def _prose(say: Speaker, sentences: int) -> str:
    return " ".join(f"{say.phrase(7, 16)}." for _ in range(sentences))


def _tree(say: Speaker) -> str:
    lines = [
        "src/",
        "├── models/",
        f"│   └── {say.name()}.py          # {say.phrase(2, 4)}",
        "├── services/",
        f"│   ├── {say.name()}.py",
        f"│   └── {say.name()}.py          # {say.phrase(2, 4)}",
        "└── api/",
        f"    └── {say.name()}.py",
    ]
    return _fence("", lines)


def _schema(say: Speaker) -> str:
    columns = [f"    {say.name()} VARCHAR({say.number(20, 255)}) NOT NULL," for _ in range(say.number(2, 5))]
    return _fence(
        "sql",
        [
            f"CREATE TABLE {say.name()} (",
            "    id SERIAL PRIMARY KEY,",
            *columns,
            "    created_at TIMESTAMP DEFAULT NOW()",
            ");",
        ],
    )


def _response(say: Speaker) -> str:
    return _fence(
        "json", ["{", f'  "id": {say.number(1, 999)},', f'  "{say.name()}": "{say.phrase(1, 4)}"', "}"]
    )


def _fence(language: str, lines: list[str]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def _files(say: Speaker) -> str:
    rows = [(f"`src/{say.word()}/{say.name()}.py`", say.phrase(3, 9)) for _ in range(say.number(3, 5))]
    return _table(("File", "Changes"), rows)


def _endpoints(say: Speaker) -> str:
    things = [say.name(1, 2) for _ in range(3)]
    rows = []
    for _ in range(say.number(6, 8)):
        method, thing = say.random.choice(METHODS), say.random.choice(things)
        address = f"/api/v1/{thing}" if method == "POST" else f"/api/v1/{thing}/{{id}}"
        rows.append((method, f"`{address}`", say.phrase(3, 7), "✅"))
    return _table(("Method", "Endpoint", "Description", "Auth"), rows)


def _packages(say: Speaker) -> str:
    rows = [
        (f"{say.word()}-{say.word()}", f"^{say.number(0, 9)}.{say.number(0, 20)}.0", say.phrase(2, 6))
        for _ in range(say.number(PACKAGES_FROM, PACKAGES_TO))
    ]
    return _table(("Package", "Version", "Purpose"), rows)


def _errors(say: Speaker) -> str:
    codes = say.random.sample((400, 401, 403, 404, 409, 413, 422, 429, 500, 503), 4)
    rows = [(say.phrase(1, 2), str(code), f'`{{"error": "{say.phrase(2, 4)}"}}`') for code in codes]
    return _table(("Error", "HTTP Code", "Response"), rows)


def _boxes(say: Speaker, least: int, most: int) -> str:
    return "\n".join(f"- [{_tick(say)}] {say.phrase(4, 11)}" for _ in range(say.number(least, most)))


def _aspects(say: Speaker) -> str:
    return _table(("Aspect", "Approach"), [(say.phrase(1, 2), say.phrase(4, 12)) for _ in range(4)])


def _tests(say: Speaker) -> str:
    rows = [(each, f"{say.number(60, 95)}%+", say.name()) for each in ("Unit", "Integration", "E2E")]
    return _table(("Type", "Coverage Target", "Tools"), rows)


def _phases(say: Speaker) -> str:
    lines = []
    for number in range(1, 7):
        lines.append(f"{number}. **Phase {number}: {say.phrase(1, 3)}**")
        lines += [f"   - [{_tick(say)}] {say.phrase(3, 9)}" for _ in range(say.number(2, 4))]
    return "\n".join(lines)


def _questions(say: Speaker) -> str:
    return "\n".join(f"- [{_tick(say)}] {say.phrase(6, 12)}?" for _ in range(say.number(3, 4)))


def _references(say: Speaker) -> str:
    return "\n".join(
        f"- [{say.phrase(2, 5)}](https://example.org/{say.word()}/{say.name()})" for _ in range(3)
    )


def _tick(say: Speaker) -> str:
    return say.random.choice("x ")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ("---",) * len(head), *rows])
