"""The laws of the codec, on documents and edits that nobody thought of.

Identity, agreement, locality and refusal are checked by tests.unit.markdown.edits after every edit.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.markdown.edits import Edit, edit_and_check, pick_edit
from tests.unit.markdown.strategies import documents, heaps, picks, texts, typed
from webapp.markdown import reader
from webapp.markdown.outline import LIST_KINDS, Outline
from webapp.markdown.parser import parse
from webapp.markdown.tables import cell_text, split_cells


@given(texts)
@settings(max_examples=settings().max_examples * 3)
def test_identity_all_sources_joined_are_the_text(text: str) -> None:
    assert reader.read(text).text == text


@given(texts)
def test_a_reading_is_settled_the_same_text_gives_the_same_outline(text: str) -> None:
    outline = reader.read(text)
    assert reader.read(outline.text) == outline
    assert outline.sections[0].level == 0
    assert all(section.level for section in outline.sections[1:])


@given(texts)
def test_a_section_read_alone_reads_as_in_its_document(text: str) -> None:
    outline = reader.read(text)
    following = [section.source for section in outline.sections[1:]] + [""]
    for number, (section, sentinel) in enumerate(zip(outline.sections, following, strict=True)):
        assert reader.read_section(section.text, sentinel, at_start=number == 0) == [section]


@given(texts, heaps)
def test_a_sentinel_that_holds_means_the_whole_document_agrees(text: str, changed: str) -> None:
    """A section's text replaced by anything: where the section alone can be read, so can the document."""
    outline = reader.read(text)
    number = len(outline.sections) // 2
    section = outline.sections[number]
    if number + 1 == len(outline.sections) or not number:
        return
    changed = section.source + changed.rstrip("\r\n") + "\n"
    alone = reader.read_section(changed, outline.sections[number + 1].source)
    before, after = outline.sections[:number], outline.sections[number + 1 :]
    whole = reader.read(Outline(before).text + changed + Outline(after).text)
    if alone is not None:
        assert whole.sections == [*before, *alone, *after]


@given(documents() | heaps)
def test_cells_are_those_of_the_markdown_parser(text: str) -> None:
    outline = reader.read(text)
    if outline.sections[0].source or any(b.reason == "front matter" for b in outline.sections[0].blocks):
        return
    ours = [
        [block.columns, *(row.cells for row in block.rows)]
        for section in outline.sections
        for block in section.blocks
        if block.kind == "table"
    ]
    assert ours == _tables_of_the_parser(text)


def _tables_of_the_parser(text: str) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    inside = False
    for token in parse(text):
        if token.type == "table_open" and token.level == 0:
            inside = True
            tables.append([])
        elif token.type == "table_close" and token.level == 0:
            inside = False
        elif inside and token.type == "tr_open":
            tables[-1].append([])
        elif inside and token.type == "inline":
            tables[-1][-1].append(token.content)
    return tables


@given(st.lists(heaps.map(lambda text: cell_text(text.replace("\n", "").replace("\r", ""))), min_size=1))
def test_escaping_pipes_is_a_bijection(cells: list[str]) -> None:
    line = "|" + "|".join(f" {cell.replace('|', chr(92) + '|')} " for cell in cells) + "|"
    assert [cell_text(line[start:end]) for start, end in split_cells(line)] == cells


@given(st.data())
@settings(max_examples=settings().max_examples * 3)
def test_every_edit_keeps_the_laws_or_is_refused(data: st.DataObject) -> None:
    outline = reader.read(data.draw(documents()))
    pick = picks(data.draw)
    edit_and_check(outline, pick_edit(outline, pick))


@given(heaps, st.data())
def test_edits_of_heaps_of_fragments_keep_the_laws(text: str, data: st.DataObject) -> None:
    outline = reader.read(text)
    edit_and_check(outline, pick_edit(outline, picks(data.draw)))


@given(documents(), typed, st.data())
@settings(max_examples=settings().max_examples * 2)
def test_hostile_text_in_a_cell_never_changes_the_structure(
    text: str, words: str, data: st.DataObject
) -> None:
    outline = reader.read(text)
    cells = [
        Edit("cell" if block.kind == "table" else "text", number, place, row, column, text=words)
        for number, section in enumerate(outline.sections)
        for place, block in enumerate(section.blocks)
        if block.kind == "table" or block.kind in LIST_KINDS
        for row in range(len(block.rows))
        for column in range(max(len(block.columns), 1))
    ]
    if not cells:
        return
    changed = edit_and_check(outline, data.draw(st.sampled_from(cells)))
    if changed:
        assert _skeleton(changed) == _skeleton(outline)


def _skeleton(outline: Outline) -> list[tuple[int, list[tuple[str, list[int]]]]]:
    return [
        (section.level, [(block.kind, [row.depth for row in block.rows]) for block in section.blocks])
        for section in outline.sections
    ]


@given(documents(), st.data())
@settings(max_examples=max(settings().max_examples // 10, 5))
def test_a_chain_of_edits_agrees_with_a_fresh_reading_at_every_link(text: str, data: st.DataObject) -> None:
    outline = reader.read(text)
    pick = picks(data.draw)
    for _ in range(40):
        outline = edit_and_check(outline, pick_edit(outline, pick)) or outline
