"""What an entry is called in a sentence."""

from __future__ import annotations

from webapp.registers.register import Values

_ROLES = {
    "endpoints": ("method", "path"),
    "files": ("file",),
    "entities": ("entity", "field"),
    "packages": ("package",),
    "services": ("service",),
    "errors": ("code", "error"),
    "security": ("check",),
    "performance": ("aspect",),
    "tests": ("test", "type"),
    "tasks": ("task",),
    "questions": ("question",),
    "references": ("text", "url"),
}


def name_of(register: str, values: Values) -> str:
    """`GET /users`, `src/main.py`, `users.email`: the words by which people know it."""
    said = [values[role] for role in _ROLES[register] if values.get(role)]
    if register in ("endpoints", "entities"):
        return (" " if register == "endpoints" else ".").join(said)
    return said[0] if said else ""
