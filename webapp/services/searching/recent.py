"""Recent designs: what an empty box offers."""

from __future__ import annotations

from webapp.models import Person
from webapp.services.permissions import readable
from webapp.services.searching.asking import ask
from webapp.services.searching.dialects import condition_text, run
from webapp.services.searching.found import FoundDesign
from webapp.services.searching.showing import show_designs
from webapp.utils.queries import Query

BATCHES_MAX = 100
"""How many of a person's last actions are looked at."""

_OWN = (
    "SELECT design.id FROM (SELECT own.design_id, max(own.id) AS last FROM "
    "(SELECT b.id, b.design_id FROM batch AS b WHERE b.person_id = :person "
    f"ORDER BY b.id DESC LIMIT {BATCHES_MAX}) AS own GROUP BY own.design_id) AS done "
    "JOIN design ON design.id = done.design_id WHERE {readable} ORDER BY done.last DESC LIMIT :limit"
)
_LAST = (
    "SELECT design.id FROM design WHERE {readable} "
    "ORDER BY design.updated_at DESC, design.id DESC LIMIT :limit"
)


def recent(person: Person | None, designs: int) -> list[FoundDesign]:
    """The designs that the person changed last, then those that anybody did; without lines."""
    may_read, values = condition_text(readable(person))
    values |= {"person": person.id if person else 0, "limit": designs}
    ids = [design_id for (design_id,) in run(_OWN.format(readable=may_read), values)]
    if len(ids) < designs:
        ids += [design_id for (design_id,) in run(_LAST.format(readable=may_read), values)]
    ranked = [(0, design_id) for design_id in list(dict.fromkeys(ids))[:designs]]
    return show_designs(ask(Query(), person), ranked, 0)
