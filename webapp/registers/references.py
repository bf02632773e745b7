"""References: where to read on."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.markdown.outline import Row
from webapp.registers.register import Column, Found, Headings, Register, Values, own
from webapp.registers.text import fold, link_of, listed, plain


def key(values: Values) -> str:
    """The link without what makes no difference, else the words."""
    url = values.get("url", "").partition("#")[0].rstrip("/")
    return url.removeprefix("https://").removeprefix("http://").casefold() or fold(values.get("text", ""))


def from_row(values: Values, headings: Headings) -> list[Values]:
    """A row whose only words are its link still names something."""
    return [values if "text" in values else values | {"text": values["url"]}]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Every item refers to something, with or without a link."""
    found: Found = []
    for number, row in own(rows, headings, REFERENCES.headings):
        said = {"text": plain(row.cells[0]), "url": link_of(row.cells[0])}
        if said["text"]:
            found.append((number, {role: text for role, text in said.items() if text}))
    return found


REFERENCES = Register(
    name="references",
    headings=listed(
        "references, links, see also, further reading, bibliography, related documents, related docs, "
        "referencias, enlaces, ver tambien, bibliografia, documentos relacionados"
    ),
    columns=(
        Column(
            "text",
            ("Reference", "Document"),
            ("Referencia", "Documento"),
            loose=listed("Title, Título, Name, Nombre, Resource, Recurso, Source, Fuente, Topic, Tema"),
        ),
        Column(
            "url",
            ("Link", "URL"),
            ("Enlace", "Vínculo"),
            loose=("Location", "Path", "Ruta", "Ubicación"),
            value="link",
        ),
        Column(
            "description",
            ("Description", "Notes"),
            ("Descripción", "Notas"),
            loose=("Purpose", "Propósito", "Why", "Relevance"),
        ),
    ),
    states=("text", "url"),
    shown=("text", "url", "description"),
    sorted_by=("text", "url"),
    under=(frozenset({"text", "url"}), frozenset({"text", "description"})),
    key=key,
    from_row=from_row,
    from_list=from_list,
    recognised_by="under a heading about references or links: lists; a table with a document and its link",
    key_in_words="the link, else the words",
)
