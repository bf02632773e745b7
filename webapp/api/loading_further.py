"""What `loading` is for designs and their pieces, for everything else: load by id, and see who may do this.

What a person may not know of is Missing, alike with what is not there; what they may see and no more is
NotAllowed. A token of one project knows nothing outside of it.
"""

from __future__ import annotations

from typing import TypeVar

from webapp.api.gate import current_person, current_token
from webapp.models import ApiToken, Batch, Clash, Finding, Person, SavedView
from webapp.registers import REGISTERS, Register
from webapp.services import tokens
from webapp.services.colleagues import find_colleague
from webapp.services.errors import Missing, NotAllowed
from webapp.services.findings.dismissing import find_clash, find_finding
from webapp.services.findings.found import Found
from webapp.services.findings.reading import load_clashes, load_findings
from webapp.services.permissions import check
from webapp.services.reaching import reach, reach_to_change, reach_to_dismiss
from webapp.services.saved_views import find_view, may_delete, may_see
from webapp.services.undoing import find_batch

ThingT = TypeVar("ThingT")


def known_person(person_id: int) -> Person:
    """A person, to look at: for a token of one project whoever may read that."""
    person = find_colleague(person_id, project_id=current_token().project_id)
    if person is None and person_id == current_person().id:
        return current_person()
    return _there(person)


def administered_person(person_id: int) -> Person:
    """A person, for an administrator to change."""
    person = known_person(person_id)
    check(current_person(), "administer")
    return person


def own_token(token_id: int) -> ApiToken:
    """One of one's own tokens; for a token of one project itself alone."""
    this = current_token()
    if this.project_id is not None and this.id != token_id:
        raise Missing
    return tokens.own_token(token_id, of=current_person())


def readable_change(change_id: int) -> Batch:
    """What somebody did in a design, to look at; of one in the bin nothing is shown."""
    batch, design = find_batch(change_id) or (None, None)
    if reach(current_person(), "read", design).deleted_at is not None:
        raise Missing
    return _there(batch)


def undoable_change(change_id: int) -> Batch:
    """What somebody did in a design, to take it back; what that needs, its service asks of each design."""
    batch, design = find_batch(change_id) or (None, None)
    reach_to_change(current_person(), reach(current_person(), "read", design))
    return _there(batch)


def readable_finding(finding_id: int) -> Found:
    """A finding, to look at."""
    finding, _ = find_finding(finding_id, current_person())
    shown = load_findings([finding.id]) if finding else []
    return _there(next(iter(shown), None))


def readable_clash(clash_id: int) -> Found:
    """A clash, to look at, with those of its places that the person may read."""
    return _there(next(iter(load_clashes([clash_id], current_person())), None))


def dismissible_finding(finding_id: int) -> Finding:
    """A finding, to say why it is no problem."""
    return reach_to_dismiss(current_person(), *find_finding(finding_id, current_person()))


def dismissible_clash(clash_id: int) -> Clash:
    """A clash, to say why it is no problem: for who may change one of its designs."""
    return reach_to_dismiss(current_person(), *find_clash(clash_id, current_person()))


def readable_view(view_id: int) -> SavedView:
    """A saved view; for a token of one project one of that project."""
    view, within = _there(find_view(view_id)), current_token().project_id
    if not may_see(view, current_person()) or within not in {None, view.project_id}:
        raise Missing
    return view


def deletable_view(view_id: int) -> SavedView:
    """A saved view, to delete."""
    view = readable_view(view_id)
    if not may_delete(view, current_person()):
        raise NotAllowed
    return view


def known_register(name: str) -> Register:
    """The register of this name."""
    return _there(REGISTERS.get(name))


def _there(thing: ThingT | None) -> ThingT:
    if thing is None:
        raise Missing
    return thing
