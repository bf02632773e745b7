"""What comes out of the printer: pages for paper and ordinary ones, printed by the browser and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests import hardship
from tests.e2e.addresses import PAGES
from tests.e2e.pages.accounts import SetupPage
from tests.e2e.pages.designs import DesignsPage
from tests.papers.laws import (
    assert_drafted,
    assert_no_blank_sheet,
    assert_nothing_outside,
    assert_running,
)
from tests.papers.sheets import Sheet, bare, read
from tests.serving import ROOT, run, running_server

HOSTILE = "\\\"; } } * { display: none } </style><script>1</script> 'and' more words than a header can hold"
HARD = {
    hard.__name__: hard()
    for hard in (
        hardship.many_rows,
        hardship.many_columns,
        hardship.a_hundred_columns,
        hardship.a_long_table,
        hardship.a_wide_drawing,
        hardship.long_lines,
        hardship.many_links,
        hardship.small_things,
    )
}
WITHOUT_ORDER = {
    hard.__name__: hard()
    for hard in (hardship.long_words, hardship.many_scripts, hardship.a_row_taller_than_a_sheet)
}
"""In these the order of a PDF's text is not that of the page."""
REAL = ["real 1", "real 2", "real 3"]
SAMPLE = [f"LIB-00{number}" for number in range(1, 9)]


@dataclass
class PrintShop:
    """A server with a design for each case, `keys` by the case's name, and the sample project."""

    url: str
    state: StorageState
    keys: dict[str, str]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[PrintShop]:
    """The designs are imported once; nobody changes them."""
    folder = tmp_path_factory.mktemp("shop")
    real = [file.read_bytes().decode() for file in hardship.real_documents()]
    texts = {
        "the template": (ROOT / "templates" / "design.md").read_text(),
        **HARD,
        **WITHOUT_ORDER,
        **dict(zip(REAL, real, strict=True)),
        "hostile": f"# FEAT-001: {HOSTILE}\n\n## Section\n\nText.\n\n## Other\n\n- [ ] task\n",
    }
    keys = {name: f"FEAT-{number}" for number, name in enumerate(texts, 501)}
    files = [folder / f"{key}.md" for key in keys.values()]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_bytes(re.sub(r"\A# FEAT-001", f"# {file.stem}", text).encode())
    with running_server(folder / "data") as server:
        assert server.setup_link
        context = browser.new_context(base_url=server.url)
        SetupPage(context.new_page()).do_make_the_first_account(server.setup_link)
        state = context.storage_state()
        context.close()
        for command in (["import", *map(str, files)], ["sample"]):
            done = run(folder / "data", *command)
            assert done.returncode == 0, done
        yield PrintShop(server.url, state, keys)


@pytest.fixture
def page(shop: PrintShop, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is signed in to the print shop."""
    return new_context(base_url=shop.url, storage_state=shop.state).new_page()


def printed(page: Page) -> tuple[list[Sheet], str]:
    """The open page on paper, and the HTML of what of it is to be seen there."""
    pdf = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    html = page.evaluate(
        """() => {
          dispatchEvent(new Event("beforeprint"));
          const copy = document.documentElement.cloneNode(true);
          const shown = [...document.documentElement.querySelectorAll("*")];
          [...copy.querySelectorAll("*")].forEach((element, place) => {
            if (getComputedStyle(shown[place]).display === "none") element.setAttribute("hidden", "");
          });
          dispatchEvent(new Event("afterprint"));
          return "<!DOCTYPE html>" + copy.outerHTML;
        }"""
    )
    page.emulate_media(media="null")
    return read(pdf), html


def assert_obeys(page: Page, key: str, title: str, *, in_order: bool = True) -> list[Sheet]:
    """Every law of paper holds for the open page. Returns its sheets."""
    sheets, html = printed(page)
    assert_drafted(sheets, html, key=key, title=title, in_order=in_order)
    return sheets


def title_of(page: Page) -> str:
    return page.locator(".titleblock h1").first.inner_text()


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        *((name, "a4") for name in ("the template", *HARD, *REAL)),
        *((name, "letter") for name in ("the template", "many_columns", "real 1")),
    ],
)
def test_a_print_view_is_whole(page: Page, shop: PrintShop, name: str, paper: str) -> None:
    page.goto(f"/designs/{shop.keys[name]}/print?paper={paper}")
    sheets = assert_obeys(page, shop.keys[name], title_of(page))
    upright = {(round(sheet.width), round(sheet.height)) for sheet in sheets if sheet.width < sheet.height}
    assert upright == ({(595, 842)} if paper == "a4" else {(612, 792)})


@pytest.mark.parametrize("key", SAMPLE)
@pytest.mark.parametrize("view", ["print", "handout"])
def test_the_sample_is_printed_whole(page: Page, key: str, view: str) -> None:
    page.goto(f"/designs/{key}/{view}")
    assert_obeys(page, key, title_of(page))


@pytest.mark.parametrize("name", ["the template", "a_long_table", *REAL])
def test_a_handout_is_whole(page: Page, shop: PrintShop, name: str) -> None:
    page.goto(f"/designs/{shop.keys[name]}/handout")
    assert_obeys(page, shop.keys[name], title_of(page))


@pytest.mark.parametrize("name", WITHOUT_ORDER)
@pytest.mark.parametrize("view", ["/print", ""])
def test_no_letter_is_lost_where_lines_have_an_order_of_their_own(
    page: Page, shop: PrintShop, name: str, view: str
) -> None:
    page.goto(f"/designs/{shop.keys[name]}{view}")
    assert_obeys(page, shop.keys[name], title_of(page), in_order=False)


@pytest.mark.parametrize(
    "name", ["the template", "many_columns", "a_long_table", "a_wide_drawing", "many_links", *REAL]
)
def test_an_ordinary_page_of_a_design_is_printed_as_well(page: Page, shop: PrintShop, name: str) -> None:
    page.goto(f"/designs/{shop.keys[name]}")
    assert_obeys(page, shop.keys[name], title_of(page))


@pytest.mark.parametrize("address", ["/", "/help", "/designs/print", "/designs/print?q=lib&paper=letter"])
def test_a_list_and_a_text_are_printed_whole(page: Page, address: str) -> None:
    page.goto(address)
    assert_obeys(page, "Design", "")


@pytest.mark.parametrize("address", [path for path in PAGES if "FEAT-10" not in path])
def test_every_other_page_can_be_printed(page: Page, address: str) -> None:
    page.goto(address)
    sheets, _ = printed(page)
    assert_no_blank_sheet(sheets)
    assert_nothing_outside(sheets)
    assert_running(sheets, "Design", "")


def test_wide_tables_lie_on_their_side_and_the_rest_stands(page: Page, shop: PrintShop) -> None:
    page.goto(f"/designs/{shop.keys['a_hundred_columns']}/print")
    sheets, _ = printed(page)
    turned = [sheet for sheet in sheets if sheet.width > sheet.height]
    assert turned
    assert all("Column" in sheet.body for sheet in turned)
    assert any("Before." in sheet.body for sheet in sheets if sheet not in turned)
    # A heading lies with the table that follows it.
    assert turned[0].body.startswith("WideTableColumn")


def test_the_contents_lead_to_their_sections(page: Page, shop: PrintShop) -> None:
    page.goto(f"/designs/{shop.keys['the template']}/print")
    chapters = page.locator(".paper-contents a").count()
    document = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert chapters > 10
    assert len(list(links_of(document[0]))) >= chapters


def test_a_sheet_begins_where_one_is_asked_for(page: Page, shop: PrintShop) -> None:
    page.goto(f"/designs/{shop.keys['the template']}/print")
    before = len(printed(page)[0])
    page.get_by_role("checkbox", name="New page before “Performance Considerations”").check()
    expect(page.locator(".section--break")).to_have_count(1)
    sheets, _ = printed(page)
    assert any(sheet.body.startswith("PerformanceConsiderations") for sheet in sheets)
    assert len(sheets) >= before


def test_a_hostile_title_is_words_along_the_head(page: Page, shop: PrintShop) -> None:
    page.goto(f"/designs/{shop.keys['hostile']}/print")
    sheets = assert_obeys(page, shop.keys["hostile"], title_of(page))
    assert bare(HOSTILE)[:40] in sheets[0].running


def test_the_paper_and_the_address_follow_every_choice(page: Page, shop: PrintShop) -> None:
    page.goto(f"/designs/{shop.keys['the template']}/print")
    page.get_by_role("checkbox", name="Contents", exact=True).check()
    expect(page.locator(".paper-contents")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/print\?contents=no$"))
    box = page.get_by_role("checkbox", name="Overview", exact=True)
    box.uncheck()
    expect(page.locator(".printed").get_by_role("heading", name="Overview")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/print\?section=.*&contents=no$"))
    expect(box).to_be_focused()
    box.check()
    expect(page).to_have_url(re.compile(r"/print\?contents=no$"))
    page.get_by_label("Paper", exact=True).select_option("Letter")
    expect(page.locator(".printed--letter")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/print\?paper=letter&contents=no$"))
    page.reload()
    expect(page.locator(".printed--letter")).to_be_visible()
    expect(page.locator(".paper-contents")).to_have_count(0)


def test_the_choices_work_without_a_script(
    shop: PrintShop, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=shop.url, storage_state=shop.state, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/designs/{shop.keys['the template']}/print")
    page.get_by_role("checkbox", name="Code and diagrams").check()
    page.get_by_role("checkbox", name="Overview", exact=True).uncheck()
    page.get_by_role("button", name="Show this").click()
    expect(page.locator(".fence")).to_have_count(0)
    expect(page.locator(".printed").get_by_role("heading", name="Overview")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Overview", exact=True)).not_to_be_checked()


def test_the_list_goes_on_paper_as_it_was_filtered_by_typing(page: Page) -> None:
    designs = DesignsPage(page)
    designs.do_open()
    designs.do_type("lib-00")
    expect(page.locator(".designs__key")).to_have_count(len(SAMPLE))
    page.get_by_role("link", name="Print", exact=True).click()
    expect(page.locator(".designs__key")).to_have_count(len(SAMPLE))
    expect(page).to_have_url(re.compile(r"/designs/print\?q=lib-00$"))
    assert_obeys(page, "Designs", "")


def test_a_handout_has_a_box_for_every_row(page: Page, shop: PrintShop) -> None:
    page.goto(f"/designs/{shop.keys['the template']}/handout")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".handout .item, .handout tbody tr")].map((row) => {
          const box = row.querySelector(":scope > .box");
          const drawn = getComputedStyle(row.querySelector("td") ?? row, "::before");
          return Boolean(box) || (drawn.content === '""' && drawn.borderTopWidth !== "0px");
        })"""
    )
    assert boxes
    assert all(boxes)


def links_of(page: pdfium.PdfPage) -> Iterator[object]:
    """The links of a printed page."""
    place, link = raw.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, place, link):
        yield link
