"""How a cell is read: flags, actions and states in the words people use for them."""

from __future__ import annotations

from collections.abc import Callable

from webapp.registers.register import Headings, ValueKind, Values, says_nothing
from webapp.registers.text import fold, link_of, listed, plain

ACTIONS = ("create", "modify", "delete", "rename")

_YES_SIGNS = frozenset("✅✓✔☑🟢👍")
_NO_SIGNS = frozenset("❌✗✘✖☐🚫🔴👎⬜")
_NO_WORDS = frozenset(
    listed(
        "no, none, not, public, false, n, anonymous, open, never, nadie, publico, publica, ninguna, "
        "ninguno, abierto, abierta, not required, no auth, no requerido, no requerida, sin "
        "autenticacion"
    )
)
_YES_WORDS = frozenset(
    listed(
        "yes, y, x, true, si, required, mandatory, protected, private, always, bearer, jwt, token, "
        "session, cookie, user, admin, requerido, requerida, obligatorio, obligatoria, protegido, "
        "protegida, privado, privada, siempre, usuario, sesion, bearer token, jwt token, api key, "
        "bearer jwt, jwt bearer, token jwt"
    )
)
_ACTION_WORDS = {
    "create": listed(
        "create, creates, created, creating, new, add, added, crear, crea, creado, creados, nuevo, "
        "nueva, nuevos, nuevas, anadir, agregar"
    ),
    "modify": listed(
        "modify, modifies, modified, modifying, update, updates, updated, edit, edited, change, "
        "changed, changes, extend, existing, modificar, modifica, modificado, modificados, actualizar, "
        "actualiza, actualizados, editar, cambiar, existente, existentes"
    ),
    "delete": listed(
        "delete, deletes, deleted, remove, removes, removed, drop, eliminar, elimina, eliminado, "
        "eliminados, borrar, borra, borrados, quitar"
    ),
    "rename": listed("rename, renamed, move, moved, renombrar, renombrados, mover"),
}
_ACTION_OF_WORD = {word: action for action, words in _ACTION_WORDS.items() for word in words}
_DONE_WORDS = frozenset(
    listed(
        "done, complete, completed, finished, closed, merged, implemented, resolved, ready, yes, x, "
        "ok, passed, pass, hecho, hecha, completo, completa, completado, completada, terminado, "
        "terminada, cerrado, cerrada, listo, lista, resuelto, resuelta, implementado, implementada, "
        "si"
    )
)


def read_value(kind: ValueKind, markdown: str) -> str:
    """The plain text of a cell, in the one spelling of its kind of value; '' when it says nothing."""
    text = plain(markdown)
    if kind == "flag":
        return flag_of(text)
    if kind == "link":
        return link_of(markdown) or _unless_nothing(text)
    reader = _READERS.get(kind)
    return _unless_nothing(reader(text) if reader else text)


def flag_of(text: str) -> str:
    """`yes`, `no`, or the text itself where it says more than that; '' for an empty cell."""
    signs = frozenset(text)
    folded = fold(text)
    if folded in _YES_WORDS or (not folded and signs & _YES_SIGNS):
        return "yes"
    if folded in _NO_WORDS or (not folded and (signs & _NO_SIGNS or text in {"-", "–", "—", "[ ]"})):
        return "no"
    return text


def action_of(text: str) -> str:
    """The action that a text names with its first word, '' when it names none."""
    return _ACTION_OF_WORD.get(fold(text).partition(" ")[0], "")


def actions_in(text: str) -> set[str]:
    """Every action that a title names, such as `Files to Create/Modify`."""
    return {_ACTION_OF_WORD[word] for word in fold(text).split() if word in _ACTION_OF_WORD}


def state_is_done(text: str) -> bool:
    """Whether a status says that a thing is done."""
    folded = fold(text)
    if folded:
        return folded in _DONE_WORDS or folded.partition(" ")[0] in {
            "done",
            "completed",
            "completado",
            "completada",
        }
    return bool(frozenset(text) & _YES_SIGNS)


def done_by_status(values: Values, headings: Headings) -> list[Values]:
    """A row that states one fact; a status column says whether it is done."""
    status = values.get("status")
    return [values | {"done": "yes" if state_is_done(status) else "no"}] if status else [values]


def _unless_nothing(text: str) -> str:
    return "" if says_nothing(text) else text


_READERS: dict[str, Callable[[str], str]] = {
    "verb": str.upper,
    "action": lambda text: action_of(text) or text,
}
