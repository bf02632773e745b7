"""Projects: their list, a new one, their name and their template."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_project
from webapp.config import ROOT
from webapp.extensions import db
from webapp.models import Project

RESTORATION = "/projects/FEAT/template/restoration"
STALE = "Somebody else changed this project meanwhile"
SHIPPED = (ROOT / "templates" / "design.md").read_bytes()


def project(key: str = "FEAT") -> Project:
    return db.session.scalars(db.select(Project).filter_by(key=key)).one()


def upload(content: bytes, version: int = 1) -> dict[str, object]:
    return {"file": (BytesIO(content), "template.md"), "version": str(version)}


def sent_versions(page: str) -> list[str]:
    """What the forms of a page say that the person has seen."""
    return re.findall(r'<input name="version" type="hidden" value="(.*?)">', page)


def test_the_list_says_key_name_and_how_many_designs(as_reader: Browser) -> None:
    pay = make_project("PAY", "Payments", template="# Own\n")
    make_design(project=make_project())
    make_design(project=pay)
    make_design(project=pay)
    make_design(project=pay, deleted=True)
    page = assert_page(as_reader.get("/projects"))
    assert page.index("FEAT") < page.index("The template that ships") < page.index("PAY")
    assert page.index("PAY") < page.index("Its own template")
    assert 'href="/?project=PAY">2 designs</a>' in page
    assert 'href="/?project=FEAT">1 design</a>' in page


def test_a_new_project_is_made_and_shown(as_administrator: Browser) -> None:
    assert_page(as_administrator.get("/projects/new"))
    answer = as_administrator.post("/projects", data={"key": "pay", "name": " Payments "})
    assert_goes_to(answer, "/projects/PAY")
    assert project("PAY").name == "Payments"
    assert "Payments" in assert_page(as_administrator.get("/projects/PAY"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"key": "", "name": "Payments"}, "A project needs a key."),
        ({"key": "PAY", "name": ""}, "A project needs a name."),
        ({"key": "1PAY", "name": "Payments"}, "A key is a letter"),
        ({"key": "TOOLONGAKEY", "name": "Payments"}, "A key is a letter"),
        ({"key": "FEAT", "name": "Again"}, "The project FEAT exists already."),
        ({"key": "PAY", "name": "x" * 101}, "at most 100 characters"),
        ({"key": "PAY", "name": "a\0b"}, "name"),
        ({}, "A project needs a key."),
    ],
)
def test_a_project_that_cannot_be_is_refused_with_what_was_typed(
    as_administrator: Browser, data: dict[str, str], words: str
) -> None:
    make_project()
    before = database_digest()
    page = assert_page(as_administrator.post("/projects", data=data), 422)
    assert words in page
    assert 'aria-invalid="true"' in page
    if data.get("name") == "Payments":
        assert 'value="Payments"' in page
    assert database_digest() == before


def test_a_project_gets_another_name(as_administrator: Browser) -> None:
    make_project()
    assert_goes_to(
        as_administrator.post("/projects/FEAT", data={"name": "Product", "version": "1"}), "/projects/FEAT"
    )
    assert project().name == "Product"
    page = assert_page(as_administrator.get("/projects/FEAT"))
    assert "The name is saved." in page
    assert "The name is saved." not in assert_page(as_administrator.get("/projects/FEAT"))


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_that_cannot_be_is_refused(as_administrator: Browser, name: str) -> None:
    make_project()
    before = database_digest()
    page = assert_page(as_administrator.post("/projects/FEAT", data={"name": name, "version": "0"}), 422)
    assert 'id="name-error"' in page
    assert sent_versions(page) == ["0", "1", "1"]  # nobody has said yet that it is stale
    assert database_digest() == before


@pytest.mark.parametrize("version", ["1", "3", "", "x", "٢", "-2", "9" * 30])
def test_a_name_from_a_stale_form_is_shown_again_and_saved_when_it_is_sent_again(
    as_administrator: Browser, version: str
) -> None:
    make_project()
    as_administrator.post("/projects/FEAT", data={"name": "Theirs", "version": "1"})
    before = database_digest()

    answer = as_administrator.post("/projects/FEAT", data={"name": "Mine", "version": version})

    page = assert_page(answer, 409)
    assert STALE in page
    assert 'value="Mine"' in page
    assert "<bdi>Theirs</bdi>" in page
    assert answer.headers["HX-Push-Url"] == "false"
    assert database_digest() == before
    seen, *_ = sent_versions(page)
    assert_goes_to(
        as_administrator.post("/projects/FEAT", data={"name": "Mine", "version": seen}), "/projects/FEAT"
    )
    assert (project().name, project().version) == ("Mine", 3)


def test_a_template_from_a_stale_form_is_refused_and_taken_when_it_is_sent_again(
    as_administrator: Browser,
) -> None:
    make_project()
    as_administrator.post("/projects/FEAT/template", data=upload(b"# Theirs\n"))
    before = database_digest()

    page = assert_page(as_administrator.post("/projects/FEAT/template", data=upload(b"# Mine\n")), 409)

    assert STALE in page
    assert "# Theirs" in page
    assert database_digest() == before
    assert sent_versions(page) == ["2", "2", "2", "2"]
    as_administrator.post("/projects/FEAT/template", data=upload(b"# Mine\n", 2))
    assert project().template == "# Mine\n"


def test_a_template_that_was_replaced_meanwhile_is_not_taken_away(as_administrator: Browser) -> None:
    make_project(template="# Old\n")
    as_administrator.post("/projects/FEAT/template", data=upload(b"# Theirs\n"))
    before = database_digest()

    page = assert_page(as_administrator.post(RESTORATION, data={"version": "1"}), 409)

    assert STALE in page
    assert "# Theirs" in page
    assert database_digest() == before
    assert sent_versions(page) == ["2", "2", "2", "2"]
    assert_goes_to(as_administrator.post(RESTORATION, data={"version": "2"}), "/projects/FEAT")
    assert project().template is None


def test_the_template_that_ships_is_shown_and_downloaded(as_reader: Browser) -> None:
    make_project()
    page = assert_page(as_reader.get("/projects/FEAT"))
    assert "the template that ships" in page
    assert "Use the one that ships" not in page
    answer = as_reader.get("/projects/FEAT/template")
    assert answer.data == SHIPPED
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="FEAT-template.md"'


def test_a_template_is_replaced_kept_exactly_and_taken_back(as_administrator: Browser) -> None:
    make_project()
    content = "\ufeff# FEAT-XXX: Título\r\n\r\n- [ ] <script>x</script>\r\n".encode()
    assert_goes_to(as_administrator.post("/projects/FEAT/template", data=upload(content)), "/projects/FEAT")
    assert as_administrator.get("/projects/FEAT/template").data == content
    page = assert_page(as_administrator.get("/projects/FEAT"))
    assert "&lt;script&gt;" in page
    assert "<script>x" not in page
    assert_goes_to(as_administrator.post(RESTORATION, data={"version": "2"}), "/projects/FEAT")
    assert project().template is None
    assert as_administrator.get("/projects/FEAT/template").data == SHIPPED


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a Markdown file."),
        (upload(b"# a\n\0\n"), "line 2"),
        (upload(b"\xff\xfe"), "UTF-8"),
        (upload(b"x" * 1_000_001), "more than 1 MB"),
    ],
)
def test_what_cannot_be_a_template_is_refused(
    as_administrator: Browser, data: dict[str, object], words: str
) -> None:
    make_project(name="Features")
    before = database_digest()
    page = assert_page(as_administrator.post("/projects/FEAT/template", data=dict(data)), 422)
    assert words in page
    assert 'id="file-error"' in page
    assert 'value="Features"' in page
    assert database_digest() == before


def listed(page: str) -> list[str]:
    """The keys of the projects that a page lists."""
    return re.findall(r'<span class="projects__key">(.*?)</span>', page)


def test_the_list_is_filtered_by_key_and_name(as_reader: Browser) -> None:
    for key, name in (("FEAT", "Features"), ("OPS", "Opération"), ("PAY", "Payments")):
        make_project(key, name)
    assert listed(as_reader.get("/projects").text) == ["FEAT", "OPS", "PAY"]

    page = assert_page(as_reader.get("/projects?q=OPERA"))
    assert listed(page) == ["OPS"]
    assert "1 of 3 projects" in page
    assert 'value="OPERA"' in page
    assert listed(assert_piece(as_reader.piece("GET", "/projects?q=pay+ment"))) == ["PAY"]

    nothing = assert_page(as_reader.get("/projects?q=pay+feat"))
    assert listed(nothing) == []
    assert "No key or name holds “pay feat”." in nothing


def test_the_address_bar_gets_what_was_typed_and_nothing_empty(as_reader: Browser) -> None:
    make_project()
    headers = {"HX-Source": "form#filter"}
    typed = as_reader.piece("GET", "/projects?q=fe", headers=headers)
    assert typed.headers["HX-Replace-Url"] == "/projects?q=fe"
    empty = as_reader.piece("GET", "/projects?q=", headers=headers)
    assert empty.headers["HX-Replace-Url"] == "/projects"


def test_without_a_project_the_list_says_what_one_is_and_offers_it_to_who_makes_one(
    as_reader: Browser, as_administrator: Browser
) -> None:
    page = assert_page(as_administrator.get("/projects"))
    assert "No projects yet" in page
    assert page.count('href="/projects/new"') == 1
    page = assert_page(as_reader.get("/projects"))
    assert "An administrator makes one" in page
    assert 'href="/projects/new"' not in page
    assert as_reader.get("/projects/new").status_code == 403
    make_project()
    page = assert_page(as_reader.get("/projects"))
    assert "No projects yet" not in page
    assert 'role="search"' not in page  # one project needs no finding


def test_a_project_without_designs_says_what_brings_them(as_reader: Browser) -> None:
    make_design(project=make_project("PAY"), deleted=True)
    assert "This project has no designs yet." in assert_page(as_reader.get("/projects/PAY"))
    make_design(project=make_project("PAY"))
    assert "This project has no designs yet." not in assert_page(as_reader.get("/projects/PAY"))


ACTIONS = [
    ("GET", "/projects"),
    ("GET", "/projects/new"),
    ("POST", "/projects"),
    ("GET", "/projects/FEAT"),
    ("POST", "/projects/FEAT"),
    ("GET", "/projects/FEAT/template"),
    ("POST", "/projects/FEAT/template"),
    ("POST", "/projects/FEAT/template/restoration"),
]


@pytest.mark.parametrize(("method", "path"), ACTIONS)
def test_a_stranger_is_asked_to_sign_in(as_stranger: Browser, method: str, path: str) -> None:
    make_project()
    before = database_digest()
    answer = as_stranger.open(path, method=method)
    assert answer.status_code == (303 if method == "GET" else 401)
    assert database_digest() == before


@pytest.mark.parametrize(("method", "path"), [action for action in ACTIONS if "FEAT" in action[1]])
def test_a_project_that_is_not_there_is_a_404(as_administrator: Browser, method: str, path: str) -> None:
    make_project("PAY")
    assert_page(as_administrator.open(path, method=method, data={"name": "x"}), 404)


@pytest.mark.parametrize("path", ["/projects/feat", "/projects/FEAT%2F", "/projects/FÉAT", "/projects/-"])
def test_a_key_has_one_spelling(as_administrator: Browser, path: str) -> None:
    make_project()
    assert as_administrator.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/projects/new", "/projects/FEAT/template/restoration"])
def test_the_wrong_verb_is_a_405(as_administrator: Browser, path: str) -> None:
    make_project()
    answer = as_administrator.delete(path)
    assert answer.status_code == 405
    assert "Allow" in answer.headers
