"""The file of a backup: what was packed comes out, and every flipped bit and missing byte is found."""

from __future__ import annotations

import json
import os
import random
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from webapp.services.backups.container import MANIFEST, SEAL_BYTES, BadBackup, digest, pack, unpack
from webapp.services.backups.manifest import Contents, Manifest

DATABASE = b"a database, or what passes for one " * 400
CONTENTS = Contents("0002", {"design": 3, "row": 0})


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    (tmp_path / "database").write_bytes(DATABASE)
    size, sha256 = digest(tmp_path / "database", silent)
    made = datetime(2026, 11, 23, 4, 56, tzinfo=UTC)
    return Manifest("1.2.3", made, "sqlite", "", CONTENTS, size, sha256)


@pytest.fixture
def packed(tmp_path: Path, manifest: Manifest) -> Path:
    pack(tmp_path / "packed", manifest, tmp_path / "database", silent)
    return tmp_path / "packed"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_packed_comes_out(tmp_path: Path, manifest: Manifest, kind: str) -> None:
    (tmp_path / "database").write_bytes(DATABASE)
    manifest = Manifest.from_json(manifest.as_json() | {"database": kind, "namespace": "public"})
    pack(tmp_path / "packed", manifest, tmp_path / "database", silent)

    assert unpack(tmp_path / "packed", tmp_path / "out", silent) == manifest
    assert (tmp_path / "out").read_bytes() == DATABASE


def test_only_its_owner_reads_it_whatever_the_umask(tmp_path: Path, manifest: Manifest) -> None:
    before = os.umask(0)
    try:
        pack(tmp_path / "packed", manifest, tmp_path / "database", silent)
        unpack(tmp_path / "packed", tmp_path / "out", silent)
    finally:
        os.umask(before)
    assert {mode(tmp_path / "packed"), mode(tmp_path / "out")} == {0o600}


def test_any_program_for_archives_opens_it(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [MANIFEST, "designbook.db"]
        assert archive.read("designbook.db") == DATABASE
        said = json.loads(archive.read(MANIFEST))
    assert said["made_at"] == "2026-11-23T04:56:00Z"
    assert (said["schema"], said["rows"]) == ("0002", {"design": 3, "row": 0})


def test_every_flipped_bit_is_found(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    chosen = random.Random(11).sample(range(len(whole)), 300)
    edges = [*range(60), *range(len(whole) - SEAL_BYTES - 30, len(whole))]
    for place in {*chosen, *edges}:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        refuse(tmp_path, bytes(flipped))
    (tmp_path / "same").write_bytes(whole)
    unpack(tmp_path / "same", tmp_path / "out", silent)


def test_every_missing_end_and_every_addition_is_found(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    for length in [*range(0, len(whole) - 1, 37), len(whole) - 1]:
        refuse(tmp_path, whole[:length])
    for addition in (b"\n", b"\0" * 5000):
        refuse(tmp_path, whole + addition)
        refuse(tmp_path, addition + whole)
    refuse(tmp_path, whole + whole)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no backup; `designbook backup FILE` makes one."),
        (b"# A document\n", "is no backup"),
        (b"SQLite format 3\0" + bytes(4000), "is a database, but no backup"),
        (b"PK\x03\x04" + bytes(4000), "is no backup"),
    ],
)
def test_what_is_no_backup_is_called_so(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refuse(tmp_path, content)


def test_a_cut_and_a_changed_backup_are_called_so(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    assert "is damaged: its end is missing." in refuse(tmp_path, whole[:-1])
    assert "is damaged: it is not what was written." in refuse(tmp_path, b"PK\x03\x05" + whole[4:])


def test_a_sealed_file_with_another_content_is_refused(
    tmp_path: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "database").write_bytes(DATABASE[:-1])
    pack(tmp_path / "packed", manifest, tmp_path / "database", silent)
    assert "cannot be read" in refuse(tmp_path, (tmp_path / "packed").read_bytes())
    monkeypatch.setattr(Manifest, "as_json", lambda self: {"designbook": "9.9.9"})
    (tmp_path / "packed").unlink()
    pack(tmp_path / "packed", manifest, tmp_path / "database", silent)
    assert "a newer version" in refuse(tmp_path, (tmp_path / "packed").read_bytes())


def refuse(tmp_path: Path, content: bytes) -> str:
    """Try to unpack a file with this content, which must be refused; what is said of it."""
    (tmp_path / "tried").write_bytes(content)
    with pytest.raises(BadBackup) as caught:
        unpack(tmp_path / "tried", tmp_path / "out", silent)
    (tmp_path / "out").unlink(missing_ok=True)
    return caught.value.message


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def silent(what: str, done: int, of: int) -> None:
    assert done >= 0
    assert what
