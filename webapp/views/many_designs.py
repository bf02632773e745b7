"""What is done to several designs of the list at once: one action, and one undo for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, flash, request, url_for

from webapp.models import Design
from webapp.models.design import NOBODY
from webapp.services import listing
from webapp.services.bin import delete_designs
from webapp.services.design_values.many import COLUMNS_OF_MANY, MANY_MAX, set_many
from webapp.services.editing.saved import Saved
from webapp.services.errors import InvalidValue, NotAllowed
from webapp.services.permissions import Verb, may, verb_for
from webapp.utils.addresses import own_path_of
from webapp.views import pickers
from webapp.views.gate import current_person
from webapp.views.loading import readable_design, readable_or_binned_design
from webapp.views.rendering import go_to, render, wants_piece
from webapp.views.writing import refuse_strays, request_key, with_batch

bp = Blueprint("many_designs", __name__)

FIELDS = ("status", "priority", "owner")
NAMES = ("designs", *FIELDS)
_NAMED_MAX = 5


@bp.post("/designs/values")
def update() -> Response:
    """Give the chosen designs one status, priority or owner."""
    refuse_strays(NAMES, several=["designs"])
    designs = _chosen(readable_design)
    given = [(field, value) for field in FIELDS if (value := request.form.get(field, ""))]
    if len(given) != 1:
        raise InvalidValue("value", "Choose one thing to set: a status, a priority or an owner.")
    [(field, value)] = given
    own, others = _parted(designs, verb_for(COLUMNS_OF_MANY[field][0]))
    saved = set_many(own, field, _value(field, value), by=current_person(), key=request_key())
    words = pickers.option_of(field, "" if value == NOBODY else value).words
    said = f"{field.capitalize()} of {_count(saved)}: {words}"
    return _answer(designs, saved, said + _left_out(others, field != "priority"))


@bp.post("/designs/deletion")
def delete() -> Response:
    """Put the chosen designs into the bin."""
    refuse_strays(NAMES, several=["designs"])  # a form without scripts brings what was not chosen, too
    own, others = _parted(_chosen(readable_or_binned_design), verb_for("deleted"))
    saved = delete_designs(own, by=current_person(), key=request_key())
    said = f"{_count(saved).capitalize()} put into the bin"
    return _answer([*own, *others], saved, said + _left_out(others, is_owners=True))


def _chosen(load: Callable[[str], Design]) -> list[Design]:
    keys = list(dict.fromkeys(request.form.getlist("designs")))
    if not keys:
        raise InvalidValue("designs", "No design is selected. Tick one or more in the list first.")
    if len(keys) > MANY_MAX:
        raise InvalidValue("designs", f"Choose at most {MANY_MAX} designs at once.")
    return [load(key) for key in keys]


def _parted(designs: Sequence[Design], verb: Verb) -> tuple[list[Design], list[Design]]:
    """Those to which the person may do this, and the others. Raises NotAllowed where it is none of them."""
    own = [design for design in designs if may(current_person(), verb, design)]
    if not own:
        raise NotAllowed
    return own, [design for design in designs if design not in own]


def _left_out(designs: Sequence[Design], is_owners: bool) -> str:
    """What is said of designs that stayed as they were, since it is not for this person to say."""
    if not designs:
        return ""
    keys = ", ".join(design.key for design in designs[:_NAMED_MAX])
    more = f" and {len(designs) - _NAMED_MAX} more" if len(designs) > _NAMED_MAX else ""
    why = "that is for the owner or a maintainer to say" if is_owners else "you may not edit them"
    return f". Left out: {keys}{more}, since {why}."


def _value(field: str, value: str) -> str | int | None:
    if field != "owner":
        return value
    if value == NOBODY:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise InvalidValue("value", "There is no such person; choose somebody from the list.")
    return int(value)


def _answer(designs: Sequence[Design], saved: Saved, words: str) -> Response:
    """The rows as they are now, and the way back; without scripts the list again."""
    if not wants_piece():
        flash(words)
        return go_to(own_path_of(request.referrer or "") or url_for("designs.index"))
    found = listing.list_chosen([design.id for design in designs], person=current_person())
    listed = {each.id: each for each in found}
    answer = render(
        "designs/_many_done.html",
        designs=listed.values(),
        gone=[design for design in designs if design.id not in listed],
        batch_id=saved.batch_id,
        words=words,
        listed=True,
        picked=True,
    )
    return with_batch(answer, saved.batch_id)


def _count(saved: Saved) -> str:
    count = len(saved.touched)
    return f"{count} design{'' if count == 1 else 's'}"
