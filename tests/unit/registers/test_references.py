"""References: where to read on."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, keys_of, recognised, values_of
from webapp.registers import REGISTERS


@pytest.mark.parametrize("heading", ["References", "Referencias", "Links", "Enlaces", "See also"])
def test_list_items_under_the_heading(heading: str) -> None:
    text = (
        f"# A\n\n## {heading}\n\n- [The spec](./spec.md) for all\n"
        f"- <https://a.example/b>\n- [Link to docs]\n- a book\n"
    )
    assert values_of(text, "references") == [
        {"text": "The spec for all", "url": "./spec.md"},
        {"text": "<https://a.example/b>", "url": "https://a.example/b"},
        {"text": "[Link to docs]"},
        {"text": "a book"},
    ]


def test_a_table_of_documents_and_links() -> None:
    text = (
        "## Referencias\n\n| Documento | Enlace |\n|-|-|\n"
        "| Guía | [aquí](https://x.example/g) |\n| | [sola](./s.md) |\n"
    )
    assert recognised(text) == ("references", ["text", "url"])
    assert values_of(text, "references") == [
        {"text": "Guía", "url": "https://x.example/g"},
        {"url": "./s.md", "text": "./s.md"},
    ]


def test_the_key_is_the_link_without_what_makes_no_difference() -> None:
    urls = ["https://A.example/b/", "http://a.example/b", "https://a.example/b#part"]
    assert {REGISTERS["references"].key({"text": "x", "url": url}) for url in urls} == {"a.example/b"}
    assert keys_of("## References\n\n- A Book\n", "references") == ["a book"]


@pytest.mark.parametrize(
    "text",
    [
        "## Notes\n\n- [The spec](./spec.md)\n",
        "## Quick Links\n\n| Feature | Spec | Tasks |\n|-|-|-|\n| a | b | c |\n",
        "## References\n\n### How to cite\n\n- by name\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert entries_of(text) == []
