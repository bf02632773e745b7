"""Feature folders to import: of real documents where there are any, else of our own samples."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"
DOCUMENTS = ("design", "spec", "tasks", "status")


def make_feature_folders(parent: Path) -> list[Path]:
    """Two folders named by their key, FEAT-101-… and FEAT-102-…, with two or more documents each."""
    corpus = os.environ.get("DESIGNBOOK_CORPUS")
    sources = _of_corpus(Path(corpus)) if corpus else _of_samples()
    folders = []
    for number, files in enumerate(sources, 101):
        folder = parent / f"FEAT-{number}-feature"
        folder.mkdir(parents=True)
        for name, file in files.items():
            shutil.copyfile(file, folder / f"{name}.md")
        folders.append(folder)
    return folders


def _of_corpus(corpus: Path) -> list[dict[str, Path]]:
    return [
        {name: corpus / "designs" / f"es-feat-00{number}-{name}.md" for name in DOCUMENTS}
        for number in (1, 2)
    ]


def _of_samples() -> list[dict[str, Path]]:
    files = sorted(SAMPLES.glob("*.md"))
    half = len(files) // 2
    return [dict(zip(DOCUMENTS, part, strict=False)) for part in (files[:half], files[half:])]
