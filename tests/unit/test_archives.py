"""Archives are read whole or not at all, whatever they hold."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from webapp.services import archives
from webapp.services.archives import read_zip
from webapp.services.errors import InvalidValue

GOOD = {"FEAT-001-auth/design.md": b"# A\n", "FEAT-001-auth/tasks.md": b"# B\n"}


def packed(files: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    return {file.path: file.read() for file in read_zip(data)}


def refused(data: bytes) -> str:
    with pytest.raises(InvalidValue) as error:
        read_zip(data, "x.zip")
    return error.value.message


def test_markdown_files_come_out_as_they_are() -> None:
    assert unpacked(packed(GOOD)) == GOOD


def test_stored_files_come_out_as_well() -> None:
    assert unpacked(packed(GOOD, zipfile.ZIP_STORED)) == GOOD


def test_other_files_hidden_ones_and_archives_within_are_left_alone() -> None:
    others = {"a/": b"", "a/b.png": b"x", ".git/c.md": b"x", "__MACOSX/d.md": b"x", "inner.zip": packed(GOOD)}

    assert unpacked(packed({**GOOD, **others})) == GOOD


def test_backslashes_part_folders() -> None:
    assert list(unpacked(packed({"FEAT-001\\design.md": b"# A\n"}))) == ["FEAT-001/design.md"]


def test_the_folders_around_a_file_are_known() -> None:
    (file, _) = read_zip(packed(GOOD))

    assert file.folders == ("FEAT-001-auth",)


@pytest.mark.parametrize(
    "path",
    ["../out.md", "a/../../out.md", "/etc/x.md", "\\x.md", "..\\x.md", "C:\\x.md", "c:x.md", "../x.png"],
)
def test_a_path_that_leads_out_refuses_the_whole(path: str) -> None:
    assert "leads out of it. Pack the folder again." in refused(packed({**GOOD, path: b"x"}))


@pytest.mark.parametrize("path", ["a/b../x.md", "a..md", "ab:c.md"])
def test_a_path_that_only_looks_so_is_fine(path: str) -> None:
    assert unpacked(packed({path: b"x"})) == {path: b"x"}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_a_device_refuses_the_whole(kind: int) -> None:
    link = zipfile.ZipInfo("FEAT-001-auth/link.md")
    link.external_attr = (kind | 0o777) << 16

    assert "a link or a device and no file. Pack it again without that." in refused(
        packed({**GOOD, link: b"/etc/passwd"})
    )


def test_one_path_twice_refuses_the_whole() -> None:
    assert refused(packed({"a/b.md": b"x", "a\\b.md": b"x"})) == (
        "X.zip holds “a/b.md” twice. Pack it again with one of them."
    )


@pytest.mark.parametrize("other", ["ÑU/design.md", "n\u0303u/design.md"])
def test_two_paths_that_are_one_on_many_systems_refuse_the_whole(other: str) -> None:
    assert refused(packed({"ñu/design.md": b"x", other: b"x"})) == (
        f"X.zip holds “ñu/design.md” and “{other}”, one file on many systems. Rename one of them."
    )


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(packed(GOOD))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1

    assert "encrypted" in refused(bytes(data))


def test_an_unusual_method_is_refused() -> None:
    assert "unusual method" in refused(packed(GOOD, zipfile.ZIP_BZIP2))


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", packed(GOOD)[:-30], packed(GOOD)[20:]])
def test_a_broken_archive_is_refused(data: bytes) -> None:
    assert "broken or cut off" in refused(data)


def test_damaged_content_is_refused() -> None:
    data = bytearray(packed({"a.md": b"0123456789" * 100}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF

    assert "broken or cut off" in refused(bytes(data))


def test_a_bomb_is_refused_by_the_bytes_that_come_out() -> None:
    bomb = packed({**GOOD, "bomb.md": b"0" * (archives.BYTES_MAX + 1)})

    assert len(bomb) < 100_000
    assert "more than 50 MB" in refused(bomb)


def test_many_large_files_are_a_bomb_together() -> None:
    large = b"0" * 900_000

    assert "more than 50 MB" in refused(packed({f"{number}.md": large for number in range(56)}))
    assert len(read_zip(packed({f"{number}.md": large for number in range(55)}))) == 55


@pytest.mark.parametrize("lie", [1, 10, 4_000_000_000])
def test_a_size_that_lies_is_refused(lie: int) -> None:
    data = bytearray(packed({"a.md": b"0" * 1_000_000}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", lie)

    assert "broken or cut off" in refused(bytes(data))


def test_a_file_longer_than_a_document_is_cut_to_be_refused_by_itself() -> None:
    contents = unpacked(packed({**GOOD, "long.md": b"0" * 3_000_000}))

    assert len(contents["long.md"]) == 1_000_001
    assert {path: contents[path] for path in GOOD} == GOOD


def test_too_many_files_are_refused_and_just_as_many_as_may_be_are_not() -> None:
    files = {f"{number}.md": b"" for number in range(archives.FILES_MAX)}

    assert len(read_zip(packed(files))) == archives.FILES_MAX
    assert "2,001 Markdown files" in refused(packed({**files, "more.md": b""}))


def test_too_many_entries_are_refused() -> None:
    assert "20,001 entries" in refused(packed({f"{number}.txt": b"" for number in range(20_001)}))


def test_entries_are_counted_before_anything_is_made_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(GOOD)
    at = data.index(b"PK\x01\x02")
    entry = data[at : data.index(b"PK\x01\x02", at + 1)]
    opened: list[object] = []
    monkeypatch.setattr(archives.zipfile, "ZipFile", lambda file: opened.append(file))

    assert "500,002 entries" in refused(data[:at] + entry * 500_000 + data[at:])
    assert not opened
