"""Registers by their names: everybody has the same ones."""

from __future__ import annotations

from webapp.registers import REGISTERS, Register
from webapp.services.reaching import there


def known_register(name: str) -> Register:
    """The register of this name."""
    return there(REGISTERS.get(name))
