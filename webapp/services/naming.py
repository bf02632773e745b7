"""Which design and which document a file is: from its folder, else its name, else its heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from webapp.models.document import DOCUMENT_NAME_MAX
from webapp.services.documents import MAIN
from webapp.utils.folding import tidy_line
from webapp.utils.keys import Key, find_key, heading_key, rest

MARKDOWN_ENDINGS = (".md", ".markdown")

KNOWN_DOCUMENTS = (
    MAIN,
    *("spec", "plan", "requirements", "research", "data-model", "quickstart", "tasks", "status"),
    *("checklist", "decisions", "notes", "readme", "changelog", "test-plan", "review", "proposal"),
)
"""Names that say which document of a design a file is, in the order in which they are shown."""

_UNSAFE = re.compile(r'[/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import.

    `path` is how the person knows it, with slashes. `folders` are the names of the folders around
    it whose key counts, outermost first. `read` gives its bytes, or a little more than a document
    may have.
    """

    path: str
    folders: tuple[str, ...]
    read: Callable[[], bytes] = field(repr=False)

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path).name

    @property
    def folder(self) -> PurePosixPath:
        """The folder that it lies in."""
        return PurePosixPath(self.path).parent

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.path).stem


@dataclass(slots=True)
class Group:
    """The files of one design.

    `key` is None where it is to be the next number of `project`. `title` is what folder or file
    call it. `twice` holds files that would be a document that another file of the group is.
    """

    key: Key | None
    project: str
    title: str
    files: dict[str, SourceFile] = field(default_factory=dict)
    twice: list[tuple[SourceFile, SourceFile]] = field(default_factory=list)

    def add(self, document: str, file: SourceFile) -> None:
        """Add a file as this document; the first file to be it stays."""
        taken = {name.casefold(): name for name in self.files}.get(document.casefold())
        if taken is None:
            self.files[document] = file
        else:
            self.twice.append((file, self.files[taken]))

    def document_of(self, file: SourceFile) -> str:
        """The name of the document that one of `files` is."""
        return next(name for name, each in self.files.items() if each is file)


def source_file(path: str, read: Callable[[], bytes]) -> SourceFile:
    """A file of an upload or an archive: every folder of its path counts."""
    return SourceFile(path, PurePosixPath(path).parts[:-1], read)


def held_file(path: str, content: bytes) -> SourceFile:
    """The same for a file whose bytes are in memory."""
    return source_file(path, lambda: content)


def is_markdown(path: str) -> bool:
    """Whether a file is Markdown by its name, and neither it nor a folder around it is hidden."""
    parts = PurePosixPath(path).parts
    return path.lower().endswith(MARKDOWN_ENDINGS) and not any(
        part.startswith((".", "__MACOSX")) for part in parts
    )


def group_files(
    files: Iterable[SourceFile],
    *,
    projects: frozenset[str],
    project: str,
    heading: Callable[[SourceFile], str | None],
    documents: Callable[[Key], Iterable[str]],
) -> list[Group]:
    """Put the files of each design together, those with a key first.

    `projects` are the keys of the projects that exist; `project` numbers the designs that have no
    key; `heading` reads the H1 of a file, and is asked only where folder and name say nothing;
    `documents` names what a design consists of now, so that a document which was fetched under
    its key and name comes back as itself. A key in capitals that opens a name may make a project,
    others must belong to one that exists.
    """
    keyed: dict[Key, Group] = {}
    loose: dict[PurePosixPath, list[tuple[SourceFile, Key | None]]] = {}
    for file in sorted(files, key=lambda file: (file.folder, file.path)):
        within = next((name for name in reversed(file.folders) if _key_in(name, projects)), "")
        key, own = _key_in(within, projects), _key_in(file.stem, projects)
        if key:
            group = keyed.setdefault(key, Group(key, key.project, rest(within)))
            group.add(document_name(rest(file.stem) if own == key else file.stem), file)
        elif own:
            said = rest(file.stem)
            document = document_name(said) if _is_known(said) else _same_name(said, documents(own))
            group = keyed.setdefault(own, Group(own, own.project, "" if document else said))
            group.add(document or MAIN, file)
        else:
            stated = heading_key(heading(file) or "")
            usable = stated if stated and (stated.in_capitals or stated.project in projects) else None
            loose.setdefault(file.folder, []).append((file, usable))
    numbered = [group for siblings in loose.values() for group in _group_loose(siblings, keyed, project)]
    groups = [*sorted(keyed.values(), key=lambda group: str(group.key)), *numbered]
    for group in groups:
        group.files = dict(sorted(group.files.items(), key=lambda item: _rank(item[0])))
    return groups


def _key_in(name: str, projects: frozenset[str]) -> Key | None:
    key = find_key(name)
    if key is None or key.project in projects:
        return key
    return key if key.in_capitals and name.startswith(f"{key.project}-") else None


def _group_loose(
    siblings: list[tuple[SourceFile, Key | None]], keyed: dict[Key, Group], project: str
) -> Iterable[Group]:
    """Files of a folder without a key. `design.md`, `tasks.md` … are one design, others one each.

    Those whose heading states a key join `keyed`; the rest are returned, to be numbered.
    """
    siblings = sorted(siblings, key=lambda pair: _rank(pair[0].stem))
    shared = next((key for file, key in siblings if key and _is_known(file.stem)), None)
    together: Group | None = None
    for file, stated in siblings:
        known = _is_known(file.stem)
        key = stated or (shared if known else None)
        document = document_name(file.stem) if known else MAIN
        if key:
            keyed.setdefault(key, Group(key, key.project, "" if known else file.stem)).add(document, file)
        elif not known:
            alone = Group(None, project, file.stem)
            alone.add(document, file)
            yield alone
        else:
            if together is None:
                together = Group(None, project, file.folder.name)
            together.add(document, file)
    if together:
        yield together


def document_name(stem: str) -> str:
    """The document's name for a file's: as it is written, less what no file system or URL likes."""
    name = tidy_line(_UNSAFE.sub("-", stem)).lstrip(". ")[:DOCUMENT_NAME_MAX].strip()
    return MAIN if not name or name.casefold() == MAIN else name


def _same_name(stem: str, names: Iterable[str]) -> str:
    """The one of the names that a file called `stem` stands for, or ''."""
    wanted = document_name(stem).casefold()
    return next((name for name in names if name.casefold() == wanted), "")


def _is_known(stem: str) -> bool:
    return stem.casefold() in KNOWN_DOCUMENTS


def _rank(name: str) -> tuple[int, str]:
    known = {document: place for place, document in enumerate(KNOWN_DOCUMENTS)}
    return known.get(name.casefold(), len(known)), name.casefold()
