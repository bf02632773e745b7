"""What is incomplete in a design, and what cannot be right in two of them. Pure.

`check_document` says what one document says alone, `check_row` the same of one row, `check_design` what
takes all documents of a design, `clashes` what takes several designs. Every code stands in CODES.
Whoever changes what is told raises VERSION: stored findings of an older one are rebuilt.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from webapp.checks.codes import CODES, Check, sentence

if TYPE_CHECKING:
    from webapp.checks.clashing import CLAIMED, Claim, ClashFound, clashes
    from webapp.checks.designs import CONCERNED, check_design, row_affects_design
    from webapp.checks.documents import DEFINES, check_document, labels_in, row_affects_document
    from webapp.checks.rows import check_row, may_be_links
    from webapp.checks.template import NO_TEMPLATE, Template, read_template
    from webapp.checks.told import Place, Told

VERSION = 1

__all__ = [
    "CLAIMED",
    "CODES",
    "CONCERNED",
    "DEFINES",
    "NO_TEMPLATE",
    "VERSION",
    "Check",
    "Claim",
    "ClashFound",
    "Place",
    "Template",
    "Told",
    "check_design",
    "check_document",
    "check_row",
    "clashes",
    "labels_in",
    "may_be_links",
    "read_template",
    "row_affects_design",
    "row_affects_document",
    "sentence",
]

# What looks at designs comes when something of it is first asked for: a server that shows what was found
# has no use for the registers that it asks.
_LATER = {
    "clashing": ("CLAIMED", "Claim", "ClashFound", "clashes"),
    "designs": ("CONCERNED", "check_design", "row_affects_design"),
    "documents": ("DEFINES", "check_document", "labels_in", "row_affects_document"),
    "rows": ("check_row", "may_be_links"),
    "template": ("NO_TEMPLATE", "Template", "read_template"),
    "told": ("Place", "Told"),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
