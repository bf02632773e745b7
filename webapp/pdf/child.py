"""What the press starts: one page comes in, one PDF goes out, in a process that can do little else.

Run by its path and not as a module: it needs WeasyPrint and nothing of this package, whose import would
take longer than a short PDF. Nothing is ever fetched: styles come with the page, and every other address
is refused before anybody is asked about it (RELIABILITY S07).

    python child.py SECONDS BYTES < job.json > page.pdf
"""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import json
import os
import re
import resource
import signal
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element

OUT_OF_MEMORY = 3
"""The exit status when BYTES were not enough."""

NICENESS = 5
GRACE_SECONDS = 5
FILE_BYTES_MAX = 50_000_000  # for the caches of fontconfig; nothing else is ever written
OPEN_FILES_MAX = 128

PIECE = 50
"""How many letters of a word without an end stay together."""

_FOR_SCREENS = frozenset({"form", "script", "template"})
_PARAGRAPHS = frozenset({"dd", "div", "dt", "li", "p", "td", "th"})
_ENDLESS = re.compile(rf"\S{{{PIECE * 4}}}")
_PIECES = re.compile(rf"\S{{{PIECE}}}|\S*\s+|\S+")
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def main(seconds: int, memory: int) -> int:
    """Read a job from standard input, write its PDF to standard output. Returns the exit status."""
    shut_in(seconds, memory)
    try:
        job = json.load(sys.stdin.buffer)
        be_thrifty()
        sys.stdout.buffer.write(typeset(job))
        sys.stdout.buffer.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def shut_in(seconds: int, memory: int) -> None:
    """Give up what making a PDF does not need: time, memory, priority, other processes, the network.

    Whatever happens to the server, this process ends after `seconds`: the kernel sees to it.
    """
    signal.alarm(seconds)
    for kind, soft, hard in (
        # At the soft limit the kernel says by its signal that it was the time; at the hard one nothing.
        (resource.RLIMIT_CPU, seconds, seconds + GRACE_SECONDS),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, FILE_BYTES_MAX, FILE_BYTES_MAX),
        (resource.RLIMIT_NOFILE, OPEN_FILES_MAX, OPEN_FILES_MAX),
    ):
        with suppress(OSError, ValueError):  # not every system has every limit, and some are lower already
            resource.setrlimit(kind, (soft, hard))
    with suppress(OSError):
        os.nice(NICENESS)
    if sys.platform == "linux":
        kernel = ctypes.CDLL(None)
        kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # A network of its own, without a single interface. Where the kernel gives no user namespaces,
        # in many containers, the refused addresses are the only wall.
        kernel.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        # WeasyPrint looks for its libraries by running ldconfig and a compiler a dozen times before it
        # tries the names under which they are found.
        ctypes.util.find_library = _no_search


def be_thrifty() -> None:
    """Save memory and time where a page is long.

    WeasyPrint's own styles give each element seven pseudo-elements for notes and markers, and each of
    those its computed style; a page has no notes, and only items of lists have markers. Loaded modules
    need no garbage collection, and what a page is made of stays until its end. The list of all pages is
    made once and not for every tag: on 500 sheets that would be a third of the work.
    """
    import pydyf
    import weasyprint
    from weasyprint.html import UA

    rules = [rule for rule in UA.splitlines() if not rule.startswith(("::footnote-", "::note-"))]
    styles = "\n".join(f"li{rule}" if rule.startswith("::marker") else rule for rule in rules)
    weasyprint.UA_STYLESHEET = weasyprint.CSS(string=styles)
    pydyf.PDF.page_references = property(_remembered(pydyf.PDF.page_references.fget))
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _remembered(list_pages: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What a PDF's list of pages was, until pages are added."""
    known: dict[int, Any] = {}

    def remember(pdf: Any) -> Any:
        count = len(pdf.pages["Kids"])
        if count not in known:
            known[count] = list_pages(pdf)
        return known[count]

    return remember


def typeset(job: dict[str, Any]) -> bytes:
    """The PDF of a job, as `press.Job` describes it: tagged, with bookmarks, the same for the same job."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    page = weasyprint.HTML(
        string=job["html"], base_url=job["address"], url_fetcher=URLFetcher(allowed_protocols=())
    )
    put_styles_in(page.etree_element, job["styles"])
    drop_unseen(page.etree_element)
    drop_last_blanks(page.etree_element)
    say_directions(page.etree_element)
    cut_endless_words(page.etree_element)
    document = page.render()
    gc.collect()  # the boxes before they were laid out: as many as after
    document.metadata.title = job["title"]
    document.metadata.authors = [job["author"]] if job["author"] else []
    document.metadata.created = document.metadata.modified = job["at"] or None
    pdf: bytes = document.write_pdf(pdf_tags=True)
    return pdf


def put_styles_in(page: Element, styles: dict[str, str]) -> None:
    """Turn each link to a style sheet that came along into that sheet, where it stands."""
    for link in page.iter("link"):
        if link.get("rel") == "stylesheet" and link.get("href") in styles:
            link.tag, link.text = "style", styles[link.attrib["href"]]


def drop_unseen(page: Element) -> None:
    """Take out what no sheet shows but every element pays for.

    Those are forms, the links of sections and rows to themselves, and names that nothing links to:
    elements with a name of their own share their computed styles with no other, which doubles memory
    and time.
    """
    for parent in page.iter():
        for child in list(parent):
            if child.get("class") == "anchor" or child.tag in _FOR_SCREENS:
                _take_out(parent, child)
    wanted = {link.get("href", "") for link in page.iter("a")}
    for element in page.iter():
        if "id" in element.attrib and f"#{element.attrib['id']}" not in wanted:
            del element.attrib["id"]


def drop_last_blanks(page: Element) -> None:
    """Take out the blanks at the end of cells and paragraphs.

    Where a line fits and does not with the blank after it, WeasyPrint breaks it behind its first word;
    the widest cell of a column, by which its width is found, is such a line.
    """
    for element in page.iter():
        if element.tag in _PARAGRAPHS:
            if len(element):
                element[-1].tail = (element[-1].tail or "").rstrip()
            else:
                element.text = (element.text or "").rstrip()


def say_directions(page: Element) -> None:
    """Say which way each text runs that a browser would find out: WeasyPrint does not know `dir="auto"`."""
    for element in page.iter():
        if element.get("dir") == "auto":
            strong = (unicodedata.bidirectional(letter) for text in element.itertext() for letter in text)
            first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
            element.set("dir", "ltr" if first == "L" else "rtl")


def cut_endless_words(page: Element) -> None:
    """Let a word without an end break after each PIECE letters, by elements that part its text.

    Where a word may break anywhere, WeasyPrint finds its narrowest column by laying out all that is left
    of the text once for each letter: minutes for some thousand letters.
    """
    for parent in list(page.iter()):
        if parent.tag not in {"script", "style", "title"}:
            for child in reversed(parent):
                child.tail, cut = _cut(child.tail)
                place = list(parent).index(child) + 1
                parent[place:place] = cut
            parent.text, parent[0:0] = _cut(parent.text)


def _cut(text: str | None) -> tuple[str | None, list[Element]]:
    """What stays of a text before elements, and those after which the rest follows."""
    if text is None or not _ENDLESS.search(text):
        return text, []
    first, *others = _PIECES.findall(text)
    cut = []
    for piece in others:
        cut.append(Element("wbr"))
        cut[-1].tail = piece
    return first, cut


def _take_out(parent: Element, child: Element) -> None:
    """Remove an element and keep the text that follows it."""
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def _no_search(name: str) -> None:
    """Stands in for ctypes’ search: no library is found by asking other programs."""


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
