"""Findings and clashes by their ids."""

from __future__ import annotations

from webapp.api.gate import current_person
from webapp.models import Clash, Finding
from webapp.services.findings.dismissing import find_clash, find_finding
from webapp.services.findings.found import Found
from webapp.services.findings.reading import load_clashes, load_findings
from webapp.services.reaching import reach_to_dismiss, there


def readable_finding(finding_id: int) -> Found:
    """A finding, to look at."""
    finding, _ = find_finding(finding_id, current_person())
    return there(next(iter(load_findings([there(finding).id])), None))


def readable_clash(clash_id: int) -> Found:
    """A clash, to look at, with those of its places that the person may read."""
    return there(next(iter(load_clashes([clash_id], current_person())), None))


def dismissible_finding(finding_id: int) -> Finding:
    """A finding, to say why it is no problem."""
    return reach_to_dismiss(current_person(), *find_finding(finding_id, current_person()))


def dismissible_clash(clash_id: int) -> Clash:
    """A clash, to say why it is no problem: for who may change one of its designs."""
    return reach_to_dismiss(current_person(), *find_clash(clash_id, current_person()))
