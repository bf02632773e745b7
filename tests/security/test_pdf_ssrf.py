"""A PDF is made of its page alone: nothing is fetched, from no server and no file (RELIABILITY S07).

A canary listens on this machine and another lies in a file. What names them goes through Markdown and
titles, and, in case a sanitiser ever fails, straight to the press as HTML and CSS.
"""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import weasyprint

from tests.browser import Browser
from tests.factories import make_design
from tests.papers.sheets import read
from tests.work import NEVER
from webapp.pdf import child, press
from webapp.pdf.press import Job

SECRET = "canarybird"


@dataclass
class Canary:
    """A server and a file that nobody may ask for; `asked` are the paths that somebody did."""

    url: str
    file: Path
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    """The canary server, on a free port of this machine, and the canary file."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            if self.path == "/redirect":
                self.send_response(302)
                self.send_header("Location", "/redirected.css")
                self.end_headers()
                return
            kind, body = kinds.get(self.path.rpartition(".")[2], kinds["css"])
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Nothing of it belongs into the test's output."""

    kinds = {
        "css": ("text/css", f'body::after {{ content: "{SECRET}" }}'.encode()),
        "svg": (
            "image/svg+xml",
            f'<svg xmlns="http://www.w3.org/2000/svg"><text>{SECRET}</text></svg>'.encode(),
        ),
    }
    file = tmp_path / "canary.css"
    file.write_bytes(kinds["css"][1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Canary(f"http://127.0.0.1:{server.server_port}", file)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is."""
    monkeypatch.setattr(press, "SECONDS", NEVER)


def addresses(canary: Canary) -> list[str]:
    """Where the canaries are, in every spelling."""
    return [
        f"{canary.url}/image.svg",
        f"{canary.url}/redirect",
        canary.url.replace("http:", "") + "/schemeless.svg",
        canary.url.replace("127.0.0.1", "localhost") + "/by-name.svg",
        canary.url.replace("127.0.0.1", "2130706433") + "/by-number.svg",
        canary.file.as_uri(),
        str(canary.file),
        "file:///etc/passwd",
    ]


def hostile_markup(canary: Canary) -> str:
    """HTML and CSS that fetch whatever they can."""
    inner = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{canary.url}/in-data.svg"/></svg>'
    data = "data:image/svg+xml;base64," + base64.b64encode(inner.encode()).decode()
    each = "".join(
        f"""
        <img src="{address}"><img srcset="{address} 2x"><object data="{address}"></object>
        <embed src="{address}"><iframe src="{address}"></iframe><video poster="{address}"></video>
        <svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/><use href="{address}#a"/></svg>
        <link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">
        <a rel="attachment" href="{address}">x</a>
        <style>
          @import "{address}";
          @font-face {{ font-family: canary; src: url("{address}") }}
          p {{ background: url("{address}"); list-style-image: url("{address}"); content: url("{address}");
               font-family: canary; border-image: url("{address}") 1; mask-image: url("{address}") }}
          @page {{ background: url("{address}"); @top-left {{ content: url("{address}") }} }}
        </style>
        <p style="background-image: url('{address}')">text</p>"""
        for address in addresses(canary)
    )
    return f'<!DOCTYPE html><html lang="en"><body>{each}<img src="{data}"></body></html>'


def hostile_markdown(canary: Canary) -> str:
    """The same as far as Markdown can say it, raw HTML included."""
    each = "\n\n".join(
        f"![picture]({address}) [link]({address}) <{address}>\n\n"
        f"| image |\n|---|\n| ![cell]({address}) <img src={address}> |\n\n"
        f"- [ ] ![item]({address})\n\n```html\n<img src='{address}'>\n```\n\n"
        f'<img src="{address}">\n\n<link rel=stylesheet href="{address}">\n\n'
        f'<style>@import "{address}";</style>'
        for address in addresses(canary)
    )
    return (
        f"# FEAT-001: ![title]({canary.url}/title.svg)\n\n## ![heading]({canary.url}/heading.svg)\n\n{each}\n"
    )


def job(html: str, address: str, styles: dict[str, str] | None = None) -> Job:
    return Job(html=html, address=address, styles=styles or {}, title="T", author="", at="")


def test_the_canary_is_hit_where_nothing_forbids_it(canary: Canary) -> None:
    html = weasyprint.HTML(string=hostile_markup(canary), base_url=canary.url)
    pdf = html.write_pdf(uncompressed_pdf=True)
    assert {"/image.svg", "/redirect", "/redirected.css", "/schemeless.svg", "/by-name.svg"} <= {
        *canary.asked
    }
    assert "/in-data.svg" in canary.asked
    assert SECRET.encode() in pdf  # attached, as the page asked for it


def test_the_press_fetches_nothing_that_a_page_asks_for(canary: Canary) -> None:
    pdf = press.press(job(hostile_markup(canary), canary.url + "/page"))
    assert canary.asked == []
    assert_no_canary(pdf)
    assert "text" in read(pdf)[0].body


def test_addresses_are_refused_without_the_walls_around_the_child_too(canary: Canary) -> None:
    pdf = child.typeset(vars(job(hostile_markup(canary), canary.url + "/page")))
    assert canary.asked == []
    assert_no_canary(pdf)


def test_the_press_fetches_nothing_that_a_style_sheet_asks_for(canary: Canary) -> None:
    each = "".join(
        f'@import "{address}"; p {{ background: url("{address}") }}\n' for address in addresses(canary)
    )
    linked = '<html lang="en"><link rel="stylesheet" href="/a.css"><p>text</p></html>'
    pdf = press.press(job(linked, canary.url, {"/a.css": f"{each} p {{ text-transform: uppercase }}"}))
    assert canary.asked == []
    assert read(pdf)[0].body == "TEXT"


def test_a_base_address_inside_the_page_changes_nothing(canary: Canary) -> None:
    html = f'<html lang="en"><base href="{canary.url}/"><img src="relative.svg"><p>text</p></html>'
    pdf = press.press(job(html, "http://designs.example.org/"))
    assert canary.asked == []
    assert read(pdf)[0].body == "text"


@pytest.mark.parametrize("path", ["/designs/FEAT-001.pdf", "/designs/FEAT-001/handout.pdf", "/designs.pdf"])
def test_a_design_makes_the_server_fetch_nothing(as_reader: Browser, canary: Canary, path: str) -> None:
    make_design(hostile_markdown(canary), title=f'<img src="{canary.url}/title.svg"> url({canary.url}/css)')

    answer = as_reader.get(path)

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert canary.asked == []
    assert_no_canary(answer.data)


def test_no_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the child nobody could see it, so the same work is done here."""
    asked: list[object] = []

    def look_up(*arguments: object, **options: object) -> list[object]:
        asked.append(arguments[0])
        raise OSError("No name is looked up in a test.")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    html = '<html lang="en"><img src="http://canary.example/a.svg"><style>@import "http://canary.example/b"</style>'
    child.typeset(vars(job(html, "http://designs.example.org/")))
    assert asked == []
    weasyprint.HTML(string=html).write_pdf()
    assert asked == ["canary.example", "canary.example"]


def assert_no_canary(pdf: bytes) -> None:
    """Neither on a sheet nor beside it."""
    document = pdfium.PdfDocument(pdf)
    assert document.count_attachments() == 0
    shown = "".join(sheet.body for sheet in read(pdf))
    assert SECRET not in shown
    assert "root:" not in shown
    assert SECRET.encode() not in pdf
