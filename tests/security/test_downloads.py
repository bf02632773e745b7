"""What a downloaded file is called, and as what it is sent, whatever its title says (RELIABILITY S19)."""

from __future__ import annotations

import re
from email.message import Message
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.factories import make_design, make_project
from webapp.models import Person
from webapp.services.design_values.title import set_title

HOSTILE = [
    'a "quoted" title',
    "a; filename=evil.exe",
    "../../etc/passwd",
    "..\\..\\windows\\system32",
    "C:\\autoexec.bat",
    "CON",
    ".htaccess",
    "exe\u202egpj.scr",
    "naïve – “ñandú” 漢字 🎉",
    "<script>alert(1)</script>",
    "%0d%0aSet-Cookie: a=b",
    "x" * 200,
]
KINDS = {
    "text/markdown; charset=utf-8",
    "application/zip",
    "application/pdf",
    "text/csv; charset=utf-8; header=present",
    "text/csv; header=present; charset=utf-8",
    "application/json",
}
# RFC 6266 with RFC 5987: a quoted or plain name in ASCII, and the same in UTF-8 where ASCII does not do.
DISPOSITION = re.compile(
    r"""attachment; filename=(?P<plain>"[^"\\\r\n]+"|[\w.'-]+)"""
    r"""(; filename\*=UTF-8''(?P<long>[\w.%!#$&+^`|~-]+))?""",
    re.ASCII,
)
UNSAFE = re.compile('["/\\\\\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def wrong(answer: TestResponse) -> list[str]:
    """What is wrong with a download, in words; nothing where it is as it should be."""
    said = answer.headers.get("Content-Disposition", "")
    parts = DISPOSITION.fullmatch(said)
    if parts is None:
        return [f"not RFC 6266: {said!r}"]
    names = [parts["plain"].strip('"'), unquote(parts["long"] or "", errors="strict")]
    found = [
        f"unsafe: {name!r}" for name in names if UNSAFE.search(name) or name.startswith(".") or ".." in name
    ]
    message = Message()
    message["Content-Disposition"] = said
    if not message.get_filename():
        found.append(f"no name: {said!r}")
    if answer.headers.get("Content-Type") not in KINDS:
        found.append(f"kind: {answer.headers.get('Content-Type')}")
    if answer.headers.getlist("X-Content-Type-Options") != ["nosniff"]:
        found.append("sniffed")
    return found


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_reaches_a_download_by_its_name(as_owner: Browser, owner: Person, title: str) -> None:
    design = make_design("# Title\n", owner=owner)
    set_title(design, title, base="Title", by=owner)
    for path in (
        f"/designs/{design.key}.md",
        "/projects/FEAT.zip",
        "/registers/tasks.csv",
        "/registers/tasks.json",
    ):
        answer = as_owner.get(path)
        assert answer.status_code == 200
        assert wrong(answer) == []


@pytest.mark.parametrize(
    "name", ["spec", "naïve-ñ", "漢字", "a b", "exe\u202egpj", "a;b=c", "a'b", "x" * 100]
)
def test_no_name_of_a_document_breaks_its_download(as_owner: Browser, owner: Person, name: str) -> None:
    design = make_design(owner=owner, documents={name: "# Text\n"})
    answer = as_owner.get(f"/designs/{design.key}/{name}.md")
    assert answer.status_code == 200
    assert wrong(answer) == []


def test_a_template_and_the_audit_are_downloads_too(as_administrator: Browser, administrator: Person) -> None:
    make_project(template="# FEAT-XXX\n")
    for path in ("/projects/FEAT/template", "/audit.csv", "/audit.csv?day=2026-11-23"):
        answer = as_administrator.get(path)
        assert answer.status_code == 200
        assert wrong(answer) == []


@pytest.mark.parametrize(
    "said",
    [
        'attachment; filename="a"b.md"',
        "attachment; filename=../x.md",
        'inline; filename="x.md"',
        "attachment",
        'attachment; filename="x\u202e.md"',
        "attachment; filename=x.md; filename*=UTF-8''%2e%2e%2fx",
        "attachment; filename=x.md; filename*=UTF-8''x%0d%0ay",
    ],
)
def test_the_check_finds_a_bad_name(app: Flask, as_stranger: Browser, said: str) -> None:
    answer = as_stranger.get("/healthz")
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Content-Disposition"] = said
    assert wrong(answer) != []


def test_the_check_finds_a_page_that_is_sent_as_a_file(as_stranger: Browser) -> None:
    answer = as_stranger.get("/login")
    answer.headers["Content-Disposition"] = "attachment; filename=x.md"
    assert wrong(answer) == ["kind: text/html; charset=utf-8"]
