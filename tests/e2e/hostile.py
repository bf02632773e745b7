"""Designs that try to break a page: what is far too long, far too wide, or runs the other way."""

from __future__ import annotations

from pathlib import Path

KEY = "FEAT-120"
CROWDED_KEY = "FEAT-121"
RIGHT_TO_LEFT_KEY = "FEAT-122"
KEYS = (KEY, CROWDED_KEY, RIGHT_TO_LEFT_KEY)
COLUMNS = 40
DOCUMENTS = 30
TITLE_CHARACTERS = 200
WORD_LETTERS = 5_000
# Somebody whose name and address leave no place to break a line.
NAME = ("Wolfeschlegelsteinhausenbergerdorff" * 3)[:100]
EMAIL = f"wolfeschlegelsteinhausenbergerdorff@{'department-of-long-names.' * 4}example.org"
_LONG_TITLE = ("Endpoints " + "ReconciliationOfOutstandingInvoices" * 20)[:TITLE_CHARACTERS]
_RIGHT_TO_LEFT_TITLE = "تصميم خدمة الدفع (webhooks) 🚀"


def make_hostile_folders(parent: Path) -> list[Path]:
    """Three feature folders: one of everything too much, one of thirty documents, one from right to left."""
    return [
        _folder(parent, f"{KEY}-hostile", {"design": _everything()}),
        _folder(parent, f"{CROWDED_KEY}-crowded", _crowd()),
        _folder(parent, f"{RIGHT_TO_LEFT_KEY}-rtl", {"design": _right_to_left()}),
    ]


def _folder(parent: Path, name: str, documents: dict[str, str]) -> Path:
    folder = parent / name
    folder.mkdir(parents=True)
    for document, text in documents.items():
        (folder / f"{document}.md").write_text(text, encoding="utf-8", newline="")
    return folder


def _everything() -> str:
    word = "w" * WORD_LETTERS
    return "\n".join(
        [
            f"# {KEY}: {_LONG_TITLE}",
            "",
            f"A word: {word}",
            "",
            f"## {'A_heading_without_a_place_to_break_' * 8}",
            "",
            *_table(COLUMNS, 3),
            "",
            "### One cell of it all",
            "",
            "| Method | Endpoint | Description | Auth |",
            "|---|---|---|---|",
            f"| GET, POST, PUT, PATCH, DELETE | /api/v1/{'segment/' * 40}{{id}} | {word} | ✅ 🔐 |",
            "",
            f"- [ ] {word}",
            f"- [x] `{'code_' * 200}` 👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 " + "a" * 60,
            *(f"{'  ' * depth}- at depth {depth}" for depth in range(12)),
            "",
            f"1. {'https://example.org/' + 'path/' * 80}",
            "",
            f"> {word}",
            "",
            "```python",
            "x = " + "'400 characters in one line' + " * 13 + "y",
            "```",
            "",
        ]
    )


def _table(columns: int, rows: int) -> list[str]:
    heads = [f"Column {number}" for number in range(1, columns + 1)]
    cells = [[f"value {row}.{number}" for number in range(1, columns + 1)] for row in range(1, rows + 1)]
    lines = [heads, ["---"] * columns, *cells]
    return [f"| {' | '.join(line)} |" for line in lines]


def _crowd() -> dict[str, str]:
    names = [f"document-number-{number}" for number in range(2, DOCUMENTS)]
    long_name = "a-name-of-a-document-that-goes-on-and-on-and-on"
    texts = {name: f"# {name}\n\n- [ ] One task\n" for name in [*names, long_name]}
    chapters = "".join(f"\n## Chapter {number} of many\n\nTBD\n" for number in range(1, 60))
    return {"design": f"# {CROWDED_KEY}: Thirty documents\n{chapters}"} | texts


def _right_to_left() -> str:
    return "\n".join(
        [
            f"# {RIGHT_TO_LEFT_KEY}: {_RIGHT_TO_LEFT_TITLE}",
            "",
            "## نظرة عامة",
            "",
            "تستقبل الخدمة أحداث الدفع وتخزنها مرة واحدة فقط، ثم تخبر خدمة الطلبات.",
            "",
            "| الطريقة | المسار | الوصف |",
            "|---|---|---|",
            "| POST | /api/v1/webhooks | استقبال حدث |",
            "",
            "- [ ] مهمة أولى",
            "  - מטלה שנייה בעברית",
            "1. خطوة",
            "",
        ]
    )
