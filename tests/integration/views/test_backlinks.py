"""What refers to a design, beside it: each with a link to the first place."""

from __future__ import annotations

import re

from tests.assertions import assert_piece
from tests.browser import Browser
from tests.factories import make_design
from webapp.models import Design
from webapp.services.backlinks import DESIGNS_MAX
from webapp.services.documents import documents_of


def panel(browser: Browser, design: Design) -> str:
    """The panel “Referred to by”, in one line, without tags but links."""
    address = f"/designs/{design.key}/remarks?document={documents_of(design)[0].id}"
    (found,) = re.findall(
        r"<h2>Referred to by</h2>(.*?)</section>", assert_piece(browser.piece("GET", address)), re.DOTALL
    )
    return " ".join(re.sub(r"</?(?!a\b)(?!/a)[a-z]+[^>]*>", "", found).split())


def test_each_design_is_told_with_its_first_place_and_how_many_more(as_reader: Browser) -> None:
    design = make_design()
    make_design("# B\n\n## Rows\n\n- one\n- FEAT-001\n- FEAT-1\n", title="Login <b>")
    make_design("Before it all: FEAT-001.\n", title="Start")
    make_design(title="After FEAT-001", documents={"tasks": "# Tasks\n"})
    make_design(title="Tasks", documents={"tasks": "# T\n\n- FEAT-001\n"})
    told = panel(as_reader, design)
    assert re.search(
        r'href="/designs/FEAT-002#row-\d+">FEAT-002</a> Login &lt;b&gt; in “Rows” and 1 more', told
    )
    assert re.search(r'href="/designs/FEAT-003#block-\d+">FEAT-003</a> Start at its beginning', told)
    assert 'href="/designs/FEAT-004">FEAT-004</a> After FEAT-001 in its title' in told
    assert re.search(r'href="/designs/FEAT-005/documents/tasks#row-\d+">FEAT-005</a> Tasks in “T”', told)


def test_without_any_it_says_so(as_reader: Browser) -> None:
    assert panel(as_reader, make_design()) == "No other design names FEAT-001 yet."


def test_those_for_which_there_is_no_room_are_a_search_away(as_reader: Browser) -> None:
    design = make_design()
    for number in range(DESIGNS_MAX + 1):
        make_design(title=f"After FEAT-001, part {number}")
    told = panel(as_reader, design)
    assert told.count("in its title") == DESIGNS_MAX
    assert 'href="/search?q=%22FEAT-001%22">All that name FEAT-001</a>' in told
