"""The cases: each measures one thing at every size, beside its floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.bench import Bench
from benchmarks.cases import (
    api,
    crowds,
    hidden,
    importing,
    pages,
    saving,
    searching,
    sheets,
    starting,
    typesetting,
    typing,
)
from benchmarks.results import Result

Case = Callable[[Bench], Iterator[Result]]

CASES: dict[str, Case] = {
    "import": importing.import_files,
    "list": pages.filtered_list,
    "list-page": pages.whole_list,
    "findings": pages.findings_page,
    "design": pages.design_page,
    "print": pages.print_page,
    "pdf": typesetting.pdf,
    "export": pages.export,
    "save": saving.cell_save,
    "api-blocks": api.document_blocks,
    "api-patch": api.row_patch,
    "sheets": sheets.sheet_edits,
    "typing": typing.keystrokes,
    "search": searching.typed,
    "search-short": searching.short,
    "search-typo": searching.mistyped,
    "search-keys": searching.pressed,
    "register": searching.register_page,
    "hidden": hidden.few_readable,
    "hidden-word": hidden.hidden_word,
    "index": searching.index,
    "crowd": crowds.crowded_reads,
    "start": starting.cold_start,
    "memory": crowds.memory,
}
"""Every case by the name that `--only` takes, in the order of a run."""
