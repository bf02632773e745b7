"""What became of a design's own values. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.services.changes.names import Names
from webapp.services.changes.said import Said
from webapp.services.history import Touched

WORDS = {
    "title": "Title",
    "status": "Status",
    "priority": "Priority",
    "owner_id": "Owner",
    "parent_id": "Parent",
}
HIDDEN = "a design that is not shared with you"


def say_design(change: Touched, names: Names) -> Iterator[Said]:
    """What became of a design's values. A parent without a name is one that whoever reads may not."""
    before, after = change.before or {}, change.after or {}
    for name, word in WORDS.items():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if name == "owner_id":
            old, new = (names.people.get(each, "nobody known") if each else "" for each in (old, new))
        elif name == "parent_id":
            old, new = (names.designs.get(each, HIDDEN) if each else "" for each in (old, new))
        if old and new:
            yield Said(f"{word} changed", old, new)
        else:
            yield Said(f"{word} set to", None, new) if new else Said(f"{word} taken away; it was", old)
    old_people, new_people = set(before.get("contributors") or ()), set(after.get("contributors") or ())
    for people, word in ((new_people - old_people, "added"), (old_people - new_people, "removed")):
        if people:
            who = ", ".join(sorted(names.people.get(each, "somebody") for each in people))
            yield Said(f"Contributors {word}:", None, who)
    if before.get("deleted") != after.get("deleted"):
        yield Said("Put into the bin" if after.get("deleted") else "Taken out of the bin")
    if before.get("locked") != after.get("locked"):
        yield Said("Locked to its owner and contributors" if after.get("locked") else "Unlocked")
