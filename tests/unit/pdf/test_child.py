"""What the child makes of a page, and how little it may do."""

from __future__ import annotations

import ctypes
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import pypdfium2 as pdfium
import pytest
import weasyprint

from tests.work import NEVER
from webapp.pdf import child

CHILD = Path(child.__file__)
JOB = {
    "html": '<!DOCTYPE html><html lang="en"><head><link rel="stylesheet" href="/app.css"></head>'
    "<body><h1>One</h1><h2>Two</h2><p>Text</p></body></html>",
    "address": "http://designs.example.org/print",
    "styles": {"/app.css": "@page { size: 100mm 200mm }"},
    "title": "FEAT-001 Log in",
    "author": "Our Owner",
    "at": "2026-11-22T14:02:00Z",
}
# What the child says of itself once it is shut in.
CONFESSION = """
import json, os, runpy, sys
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, getrlimit
child = runpy.run_path(sys.argv[1])
child["shut_in"](30, 2_000_000_000)
import ctypes.util
print(json.dumps({
    "limits": [getrlimit(kind)[0] for kind in (RLIMIT_CPU, RLIMIT_AS, RLIMIT_CORE)],
    "nice": os.getpriority(os.PRIO_PROCESS, 0),
    "interfaces": [line.split(":")[0].strip() for line in open("/proc/self/net/dev").readlines()[2:]],
    "found": ctypes.util.find_library("c"),
}))
"""


def typeset(**changes: Any) -> bytes:
    return child.typeset(JOB | changes)


def tree(inner: str) -> Element:
    return fromstring(f"<html><head/><body>{inner}</body></html>")  # noqa: S314 - our own text


def text(element: Element) -> str:
    return (
        tostring(element, encoding="unicode")
        .replace("<html><head /><body>", "")
        .replace("</body></html>", "")
    )


def test_a_pdf_says_what_it_is() -> None:
    pdf = pdfium.PdfDocument(typeset())
    said = pdf.get_metadata_dict()
    assert said["Title"] == "FEAT-001 Log in"
    assert said["Author"] == "Our Owner"
    assert said["CreationDate"] == "D:20261122140200Z"
    assert said["ModDate"] == "D:20261122140200Z"


def test_a_pdf_of_nobody_at_no_moment_says_neither() -> None:
    said = pdfium.PdfDocument(typeset(author="", at="")).get_metadata_dict()
    assert said["Title"] == "FEAT-001 Log in"
    assert said["Author"] == said["CreationDate"] == ""


def test_headings_are_bookmarks() -> None:
    pdf = pdfium.PdfDocument(typeset())
    assert [(mark.level, mark.get_title()) for mark in pdf.get_toc()] == [(0, "One"), (1, "Two")]


def test_a_pdf_is_tagged_and_names_its_language() -> None:
    document = pdfium.PdfDocument(typeset())
    assert document.is_tagged()
    assert language(document) == "en"


def test_styles_come_with_the_page() -> None:
    width, height = pdfium.PdfDocument(typeset())[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (100, 200)


def test_the_same_page_gives_the_same_bytes() -> None:
    assert typeset() == typeset() != typeset(title="Other")


def test_a_linked_sheet_that_came_along_stands_where_its_link_stood() -> None:
    page = tree(
        '<link rel="stylesheet" media="print" href="/a.css" /><p>x</p><link rel="icon" href="/a.css" />'
    )
    child.put_styles_in(page, {"/a.css": "p { color: red }"})
    assert [
        (each.tag, each.get("media"), each.text) for each in page.iter() if each.text and each.tag != "p"
    ] == [("style", "print", "p { color: red }")]
    assert [each.get("rel") for each in page.iter("link")] == ["icon"]


def test_a_linked_sheet_that_nobody_brought_stays_a_link() -> None:
    page = tree('<link rel="stylesheet" href="/b.css" />')
    child.put_styles_in(page, {"/a.css": ""})
    assert [each.get("href") for each in page.iter("link")] == ["/b.css"]


def test_forms_and_links_to_themselves_are_left_out_and_the_text_around_them_stays() -> None:
    anchor = '<a class="anchor" href="#x">#</a>'
    page = tree(f"<form><p>f</p></form><h2>A{anchor} b</h2><li>{anchor}c</li><p><i>d</i>{anchor}e</p>")
    child.drop_unseen(page)
    assert text(page) == "<h2>A b</h2><li>c</li><p><i>d</i>e</p>"


def test_only_names_that_something_links_to_are_kept() -> None:
    page = tree('<a href="#kept">see</a><p id="kept">x</p><p id="free">y</p>')
    child.drop_unseen(page)
    assert text(page) == '<a href="#kept">see</a><p id="kept">x</p><p>y</p>'


def test_blanks_at_the_end_of_a_cell_are_left_out_and_no_others() -> None:
    page = tree("<td>\n a\n</td><td>b <i>c</i> </td><p>d <b>e </b></p><pre>f \n</pre><td> </td>")
    child.drop_last_blanks(page)
    assert text(page) == "<td>\n a</td><td>b <i>c</i></td><p>d <b>e </b></p><pre>f \n</pre><td />"


def test_the_widest_cell_of_a_column_stands_on_one_line() -> None:
    words = "Gives out a thing with all that belongs to it, and says who made it"
    table = f"<table><tr><td>\n  a </td><td>\n  {words}\n </td></tr></table>"
    page = pdfium.PdfDocument(typeset(html=f'<html lang="en"><body>{table}', styles={}))[0]
    assert words in page.get_textpage().get_text_range().splitlines()[0]


@pytest.mark.parametrize(
    ("inner", "way"),
    [("abc", "ltr"), ("1. שלום abc", "rtl"), ("<b>مرحبا</b>", "rtl"), ("", "ltr"), ("12 %", "ltr")],
)
def test_a_text_runs_as_its_first_letter_does(inner: str, way: str) -> None:
    page = tree(f'<p dir="auto">{inner}</p><p dir="rtl">abc</p><p>שלום</p>')
    child.say_directions(page)
    assert [each.get("dir") for each in page.iter("p")] == [way, "rtl", None]


def test_a_word_without_an_end_is_cut_and_reads_as_before() -> None:
    word = "".join(chr(ord("a") + number % 26) for number in range(1_030))
    page = tree(f"<p>\n one {word} two<b>x</b>{word}\t</p><p>{word[:150]} short</p>")
    style = fromstring(f"<style>{word}</style>")  # noqa: S314 - our own text
    page.append(style)
    before = "".join(page.itertext())

    child.cut_endless_words(page)

    assert "".join(page.itertext()) == before
    first, second = page.iter("p")
    assert max(len(text) for text in first.itertext()) == child.PIECE
    assert {each.tag for each in first} == {"wbr", "b"}
    assert [each.tag for each in second] == [each.tag for each in style] == []


def test_links_inside_a_pdf_lead_to_their_place() -> None:
    html = JOB["html"].replace("<p>Text</p>", '<a href="#there">go</a><p id="there">Text</p>')  # type: ignore[attr-defined]
    page = pdfium.PdfDocument(typeset(html=html))[0]
    assert pdfium.raw.FPDFLink_GetDest(page.pdf, first_link(page))


def test_rows_with_names_share_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    begin = weasyprint.css.ComputedStyle.__init__

    def count(self: object, *arguments: object) -> None:
        nonlocal made
        made += 1
        begin(self, *arguments)

    def styles_of(row: str) -> int:
        nonlocal made
        made = 0
        rows = "".join(row.format(number) for number in range(50))
        typeset(html=f'<html lang="en"><body><table>{rows}</table></body></html>')
        return made

    monkeypatch.setattr(weasyprint.css.ComputedStyle, "__init__", count)
    nameless = styles_of("<tr><td><b>x</b></td></tr>")
    assert styles_of('<tr id="row-{}"><td><b>x</b></td></tr>') == nameless > 50


def test_thrift_leaves_notes_out_and_markers_in() -> None:
    counted = """
import runpy, sys
child = runpy.run_path(sys.argv[1])
child["be_thrifty"]()
import weasyprint
made = []
begin = weasyprint.css.ComputedStyle.__init__
weasyprint.css.ComputedStyle.__init__ = lambda self, *rest: (made.append(rest[2]), begin(self, *rest))[1]
pdf = weasyprint.HTML(string="<ol><li>a<li>b</ol><p>c").write_pdf(uncompressed_pdf=True)
print([each for each in made if each and each[0] != "@"])
"""
    done = subprocess.run([sys.executable, "-c", counted, str(CHILD)], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("['marker', 'marker']\n", "")


def test_the_child_gives_up_time_memory_priority_and_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFESSION, str(CHILD)], capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)
    assert said["limits"] == [30, 2_000_000_000, 0]
    assert said["nice"] >= child.NICENESS
    assert said["interfaces"] == (["lo"] if namespaces_are_given() else said["interfaces"])
    assert said["found"] is None


def test_a_child_out_of_working_time_ends_by_the_signal_that_says_so() -> None:
    busy = """
import runpy, signal, sys
runpy.run_path(sys.argv[1])["shut_in"](1, 2_000_000_000)
signal.alarm(0)
while True:
    pass
"""
    done = subprocess.run([sys.executable, "-c", busy, str(CHILD)], capture_output=True)
    assert done.returncode == -signal.SIGXCPU


def test_the_child_writes_one_pdf_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, str(CHILD), str(NEVER), "2000000000"],
        input=json.dumps(JOB).encode(),
        capture_output=True,
    )
    assert done.returncode == 0
    assert done.stdout == typeset()
    assert done.stderr == b""


def test_the_child_says_when_its_memory_was_not_enough() -> None:
    long = JOB | {"html": "x" * 60_000_000}
    done = subprocess.run(
        [sys.executable, str(CHILD), str(NEVER), "150000000"],
        input=json.dumps(long).encode(),
        capture_output=True,
    )
    assert done.returncode == child.OUT_OF_MEMORY
    assert done.stdout == b""


def namespaces_are_given() -> bool:
    """Whether this kernel lets this process have a network of its own."""
    asked = "import ctypes; raise SystemExit(ctypes.CDLL(None).unshare(0x50000000) != 0)"
    return subprocess.run([sys.executable, "-c", asked]).returncode == 0


def language(document: pdfium.PdfDocument) -> str:
    get = pdfium.raw.FPDFCatalog_GetLanguage
    size = get(document, None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def first_link(page: pdfium.PdfPage) -> Any:
    start, link = ctypes.c_int(0), pdfium.raw.FPDF_LINK()
    assert pdfium.raw.FPDFLink_Enumerate(page, start, link)
    return link
