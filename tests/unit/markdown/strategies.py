"""What Hypothesis feeds to the codec: documents as people write them, and heaps of dangerous fragments."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.unit.markdown.documents import Pick, any_document
from tests.unit.markdown.edits import HOSTILE

FRAGMENTS = [
    *(
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2. ",
        "9. ",
        "10) ",
        "  ",
        "    ",
        "\t",
        "# ",
        "## ",
        " ##",
        "> ",
        "```",
        "~~~",
    ),
    *(
        "---",
        "===",
        "|",
        "| a | b |\n",
        "|---|---|\n",
        "a | b\n",
        "--- | ---\n",
        "[x] ",
        "[ ] ",
        "[foo]: /u\n",
    ),
    *("<div>", "<!--", "-->", "</div>", "\\", "\\|", "x", "text", "**b**", "\n", "\n", "\n\n", "\r\n", "\r"),
    *(
        "\u00a0",
        "\u2028",
        "\x0b",
        "\x1c",
        "\x85",
        "\ufeff",
        "key: v\n",
        "...",
        "`",
        "$$",
        ":::",
        "é",
        "日本",
        "👍🏽",
    ),
    *(
        "- a\n",
        "  - k\n",
        "- [ ] t\n",
        "  - [x] u\n",
        "1. one\n",
        "   - y\n",
        "lazy\n",
        "T\n===\n",
        "\n  para\n",
    ),
]


def picks(draw: st.DrawFn) -> Pick:
    """Let Hypothesis choose a number below another."""
    return lambda below: draw(st.integers(0, max(below - 1, 0)))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a document of lists, tables and everything else."""
    return any_document(picks(draw))


heaps = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join)
"""Fragments in any order: what they make is for the reader to say."""

unicode_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("\r\n\t -#|`>[]\ufeff")
)
"""Any text without NUL and without half characters."""

texts = documents() | heaps | unicode_texts

typed = st.sampled_from(HOSTILE) | st.lists(st.sampled_from(HOSTILE), max_size=3).map("\n".join) | heaps
"""What somebody may type into a cell."""
