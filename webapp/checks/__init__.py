"""What is incomplete in a design, and what cannot be right in two of them. Pure.

`check_document` says what one document says alone, `check_row` the same of one row, `check_design` what
takes all documents of a design, `clashes` what takes several designs. Every code stands in CODES.
Whoever changes what is told raises VERSION: stored findings of an older one are rebuilt.
"""

from __future__ import annotations

from webapp.checks.clashing import CLAIMED, Claim, ClashFound, clashes
from webapp.checks.codes import CODES, Check, sentence
from webapp.checks.designs import CONCERNED, check_design, row_affects_design
from webapp.checks.documents import check_document, row_affects_document
from webapp.checks.rows import check_row
from webapp.checks.template import NO_TEMPLATE, Template, read_template
from webapp.checks.told import Place, Told

VERSION = 1

__all__ = [
    "CLAIMED",
    "CODES",
    "CONCERNED",
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
    "read_template",
    "row_affects_design",
    "row_affects_document",
    "sentence",
]
