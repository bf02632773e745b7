"""Files: what a design creates, modifies or deletes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.outline import Block, Row
from webapp.registers.claims import Claimed
from webapp.registers.code.fences import code_lines
from webapp.registers.code.trees import looks_like_file, read_tree
from webapp.registers.headings import about, says
from webapp.registers.register import Column, Found, Headings, Register, Values, top_or_boxed, undecided
from webapp.registers.text import fold, listed, plain
from webapp.registers.values import ACTIONS, action_of, actions_in
from webapp.utils.fences import language

_POSITION = re.compile(r"(?::\d+(?:[-:]\d+)*|#L\d+(?:-L?\d+)?)$")
_REMARK = re.compile(r"(\S+)\s+\(([^()]*)\)$")
_SEVERAL = re.compile(r"\s*[,;+]\s*|\s+(?:and|y)\s+|\s+")
_ITEM_PATH = re.compile(r"(?:\[[ xX]\]\s+)?(?:(?P<action>\w+):?\s+)?(?P<path>\S+)")
_SAYS_NEW = re.compile(
    r"(?:create|crear|new|nuevo)(?: (?:new|nuevo|file|archivo|fichero))?$|(?:create|crear)\s*:", re.IGNORECASE
)
_MAKES_A_FOLDER = re.compile(r"/$|(?:^|/)(?:__init__\.py|py\.typed|\.(?:git)?keep)$")
_LANGUAGES = frozenset(
    {"", "text", "txt", "plaintext", "plain", "tree", "bash", "sh", "shell", "console", "ascii", "fs"}
)


def file_rule(text: str) -> str | None:
    """A path stays inside the repository and is written with forward slashes."""
    if "\\" in text:
        return "A path is written with “/”, not “\\”."
    if ".." in text.split("/"):
        return "A path has no “..” in it."
    return None


def action_rule(text: str) -> str | None:
    """An action is one of ours or a word for it."""
    return None if action_of(text) in ACTIONS else "An action is Create, Modify, Delete or Rename."


def key(values: Values) -> str:
    """The path as Git would write it."""
    path = _POSITION.sub("", values.get("file", "").replace("\\", "/"))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return "/".join(parts) + ("/" if path.endswith("/") and parts else "")


def claims(values: Values) -> list[Claimed]:
    """Only creating is done once; two designs may well modify one file."""
    path = key(values)
    # A folder is there for everybody, and so is what only makes it one.
    if values.get("action") != "create" or undecided(path) or _MAKES_A_FOLDER.search(path):
        return []
    return [Claimed("file-clash", path)]


def from_row(values: Values, headings: Headings) -> list[Values]:
    """One fact a path; the action comes from its column, else from the heading (`Files to Modify`)."""
    named, remark = _without_remark(values.get("file", ""))
    # `✅ Created` in a status column says more than a heading such as `Files Created/Modified`.
    remark = remark or values.get("status", "")
    said = _action(values.get("action", ""), values.get("description", ""), remark, headings)
    paths = [part for part in _SEVERAL.split(named) if part]
    several = len(paths) > 1 and all(looks_like_file(path) for path in paths)
    return [values | {"file": path} | said for path in (paths if several else [named])]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items that begin with a path, perhaps after an action: ``- Create `src/main.py`: the start``."""
    found: Found = []
    for number, row in top_or_boxed(rows):
        text = plain(row.cells[0])
        match = _ITEM_PATH.match(text)
        if not match:
            continue
        action = action_of(match["action"] or "")
        # Without a word of action in front the path must be the item's first word.
        path = (match["path"] if action else text.split()[0]).rstrip(":,;")
        if looks_like_file(path):
            rest = text[text.index(path) + len(path) :].strip(" :-–—,;")
            said = {"file": path, "description": rest} | _action(action, rest, "", headings)
            found.append((number, {role: value for role, value in said.items() if value}))
    return found


def from_code(block: Block, headings: Headings) -> Found:
    """The leaves of a tree drawing."""
    if language(block.info) not in _LANGUAGES:
        return []
    expected = about(headings, FILES.headings)
    found: Found = []
    for leaf in read_tree(code_lines(block), expected=expected):
        said = {"file": leaf.path, "description": plain(leaf.remark)} | _action("", "", leaf.remark, headings)
        found.append((leaf.line, {role: text for role, text in said.items() if text}))
    return found


def _without_remark(text: str) -> tuple[str, str]:
    match = _REMARK.match(text)
    return (match[1], match[2]) if match else (text, "")


def _action(said: str, description: str, remark: str, headings: Headings) -> Values:
    if said:
        return {"action": action_of(said) or said}
    if _SAYS_NEW.match(description.replace("(", "").replace(")", "")):
        return {"action": "create"}
    if fold(remark) and len(fold(remark).split()) <= 2 and (action := action_of(remark)):
        return {"action": action}
    # `New` alone says it right above the files; further up only titles about files do, and the document's
    # own title says what the design is for.
    for depth, title in reversed(list(enumerate(headings))):
        near = depth == len(headings) - 1 or (depth and says(title, FILES.headings))
        actions = actions_in(title) if near else set()
        if actions:
            return {"action": actions.pop()} if len(actions) == 1 else {}
    return {}


FILES = Register(
    name="files",
    headings=listed(
        "files, file structure, file tree, file changes, project structure, folder structure, "
        "directory structure, code structure, source code, archivos, ficheros, estructura de "
        "archivos, estructura de ficheros, estructura del proyecto, estructura de carpetas, "
        "estructura de directorios, codigo fuente"
    ),
    columns=(
        Column(
            "file",
            ("File", "File Path", "Filename"),
            ("Archivo", "Fichero", "Ruta del archivo"),
            loose=listed("Path, Ruta, Name, Nombre, Module, Módulo, Location"),
            value="file",
            rule=file_rule,
        ),
        Column(
            "action",
            ("Action", "Operation", "Change Type"),
            ("Acción", "Operación", "Tipo de cambio"),
            loose=("Change", "Cambio", "Type", "Tipo"),
            value="action",
            choices=ACTIONS,
            rule=action_rule,
        ),
        Column(
            "description",
            ("Description", "Changes", "Purpose"),
            ("Descripción", "Cambios", "Propósito"),
            loose=listed(
                "Details, Detalles, Responsibility, Responsabilidad, Notes, Notas, Contents, Contenido"
            ),
        ),
        Column("status", ("Status",), ("Estado",), value="state"),
    ),
    states=("file",),
    shown=("file", "action", "description"),
    sorted_by=("key",),
    facets=("action",),
    several="file",
    alone=(frozenset({"file", "action"}), frozenset({"file", "description"})),
    under=(frozenset({"file"}),),
    key=key,
    claims=claims,
    from_row=from_row,
    from_list=from_list,
    from_code=from_code,
    recognised_by=(
        "a table with a file and an action, its changes or its purpose; the leaves of a tree drawing; "
        "under a heading about files also list items that begin with a path"
    ),
    key_in_words="the path",
    clash_in_words="both create the same file (a folder, or an empty file that makes one, is everybody’s)",
)
