"""/projects: listed, made, changed, archived; and their template."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.assertions import assert_json, database_digest
from tests.factories import make_design, make_project
from tests.integration.api.asked import fields, only_reads, told
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Member, Person, Project
from webapp.services.permissions import forget_rights

MISSING = '{"error": "Resource not found"}'
FORBIDDEN = '{"error": "Forbidden"}'


def kept(project: Project) -> Project:
    """The project as it is in the database now."""
    db.session.expire_all()
    return db.session.get_one(Project, project.id)


def maintains(person: Person, project: Project) -> None:
    """Make somebody a maintainer of a project."""
    db.session.add(Member(project_id=project.id, person_id=person.id, role="maintainer"))
    db.session.commit()
    forget_rights()


def test_projects_are_listed_that_one_may_read(as_author_api: ApiClient) -> None:
    feat, ops = make_project(), make_project("OPS", "Operations")
    body = told(as_author_api.get("/projects"))
    assert [each["key"] for each in body["items"]] == ["FEAT", "OPS"]
    assert body["items"][0] == told(as_author_api.get(f"/projects/{feat.id}"))
    assert [each["key"] for each in told(as_author_api.get("/projects?q=operat"))["items"]] == ["OPS"]
    assert told(as_author_api.get("/projects?limit=1&offset=1"))["items"][0]["id"] == ops.id
    ops.open_role = None
    db.session.commit()
    assert told(as_author_api.get("/projects"))["total"] == 1
    assert_json(as_author_api.get(f"/projects/{ops.id}"), 404, MISSING)


def test_a_project_is_told_with_ones_own_role(as_author_api: ApiClient) -> None:
    project = make_project()
    make_design(project=project)
    body = told(as_author_api.get(f"/projects/{project.id}"))
    said = {name: body[name] for name in ("key", "name", "open_role", "archived", "role", "next_key")}
    assert said == {
        "key": "FEAT",
        "name": "Features",
        "open_role": "author",
        "archived": False,
        "role": "author",
        "next_key": "FEAT-002",
    }


def test_an_administrator_makes_a_project_once(as_administrator_api: ApiClient) -> None:
    sent = {"key": "OPS", "name": "Operations", "open_role": None}
    first, second = (as_administrator_api.post("/projects", sent, key="k") for _ in range(2))
    body = told(first, 201)
    assert second.data == first.data
    assert first.location == f"/api/v1/projects/{body['id']}"
    project = db.session.get_one(Project, body["id"])
    assert (project.key, project.name, project.open_role) == ("OPS", "Operations", None)
    assert fields(as_administrator_api.post("/projects", sent)) == ["key"]


def test_nobody_else_makes_a_project(as_author_api: ApiClient, as_administrator_api: ApiClient) -> None:
    before = database_digest()
    assert_json(as_author_api.post("/projects", {"key": "OPS"}), 403, FORBIDDEN)
    assert_json(as_author_api.post("/projects", {"strange": 1}), 403, FORBIDDEN)
    assert database_digest() == before
    assert as_administrator_api.post("/projects", {"key": "OPS"}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "key"),
        ({"key": "ops"}, "key"),
        ({"key": "X" * 11}, "key"),
        ({"key": "X\n"}, "key"),
        ({"key": "X", "name": "a" * 101}, "name"),
        ({"key": "X", "name": "a\nb"}, "name"),
        ({"key": "X", "open_role": "king"}, "open_role"),
        ({"key": "X", "next_number": 7}, "next_number"),
    ],
)
def test_a_project_that_cannot_be_is_refused(
    as_administrator_api: ApiClient, sent: dict[str, Any], named: str
) -> None:
    before = database_digest()
    assert fields(as_administrator_api.post("/projects", sent)) == [named]
    assert database_digest() == before


def test_a_maintainer_changes_name_and_open_role(as_author_api: ApiClient, author: Person) -> None:
    project = make_project()
    path = f"/projects/{project.id}"
    before = database_digest()
    assert_json(as_author_api.patch(path, {"name": "New"}), 403, FORBIDDEN)
    assert_json(as_author_api.patch(path, {"strange": 1}), 403, FORBIDDEN)
    assert database_digest() == before
    maintains(author, project)
    body = told(as_author_api.patch(path, {"name": "New", "open_role": "reader"}))
    assert (body["name"], body["open_role"], body["role"]) == ("New", "reader", "maintainer")
    assert (kept(project).name, kept(project).open_role) == ("New", "reader")
    before = database_digest()
    assert_json(as_author_api.patch(path, {"name": "Newer", "archived": True}), 403, FORBIDDEN)
    assert fields(as_author_api.patch(path, {"open_role": "king"})) == ["open_role"]
    assert database_digest() == before


def test_an_administrator_archives_and_takes_out(
    as_administrator_api: ApiClient, as_author_api: ApiClient
) -> None:
    project = make_project()
    path, sent = f"/projects/{project.id}", {"title": "x", "project_id": project.id}
    assert as_author_api.post("/designs", sent).status_code == 201
    assert told(as_administrator_api.patch(path, {"name": "Old", "archived": True}))["archived"] is True
    assert kept(project).archived_at is not None
    assert_json(as_author_api.post("/designs", sent), 403, FORBIDDEN)
    assert_json(as_administrator_api.patch(path, {"name": "New"}), 403, FORBIDDEN)
    assert told(as_administrator_api.patch(path, {"name": "New", "archived": False}))["name"] == "New"
    assert as_author_api.post("/designs", sent).status_code == 201


def test_a_project_is_put_only_as_it_was_read(as_administrator_api: ApiClient) -> None:
    project = make_project()
    path, sent = f"/projects/{project.id}", {"name": "New", "open_role": None, "archived": False}
    before = database_digest()
    assert as_administrator_api.put(path, sent).status_code == 428
    current = told(as_administrator_api.get(path))
    assert told(as_administrator_api.put(path, sent, match=99), 412)["current"] == current
    assert (
        told(as_administrator_api.patch(path, {"name": "x", "base": {"name": "y"}}), 409)["current"]
        == current
    )
    assert set(fields(as_administrator_api.put(path, {"name": "New"}, match=1))) == {"archived", "open_role"}
    assert database_digest() == before
    etag = as_administrator_api.get(path).headers["ETag"]
    assert told(as_administrator_api.put(path, sent, headers={"If-Match": etag}))["open_role"] is None
    assert kept(project).open_role is None


def test_a_project_is_never_deleted(as_administrator_api: ApiClient) -> None:
    project = make_project()
    assert_json(
        as_administrator_api.delete(f"/projects/{project.id}", match=1),
        405,
        '{"error": "Method not allowed"}',
    )
    assert kept(project).key == "FEAT"


def test_a_template_is_replaced_and_given_back(as_author_api: ApiClient, author: Person) -> None:
    project = make_project()
    maintains(author, project)
    path = f"/projects/{project.id}/template"
    shipped = as_author_api.get(path)
    assert shipped.content_type == "text/markdown; charset=utf-8"
    before = database_digest()
    assert as_author_api.text("PUT", path, "# X\n").status_code == 428
    assert as_author_api.text("PUT", path, "# X\n", match="0").status_code == 412
    assert fields(as_author_api.text("PUT", path, "a\0", headers={"If-Match": shipped.headers["ETag"]}))
    assert database_digest() == before
    answer = as_author_api.text("PUT", path, "# X\r\n", headers={"If-Match": shipped.headers["ETag"]})
    assert (answer.status_code, answer.data) == (200, b"# X\r\n")
    assert kept(project).template == "# X\r\n"
    own = hashlib.sha256(b"# X\r\n").hexdigest()
    assert as_author_api.delete(path).status_code == 428
    assert as_author_api.delete(path, match=own).data == shipped.data
    assert kept(project).template is None


def test_only_maintainers_replace_a_template(
    as_reader_api: ApiClient, as_administrator_api: ApiClient, reader: Person
) -> None:
    project = make_project()
    path = f"/projects/{project.id}/template"
    only_reads(reader, project)
    before = database_digest()
    assert as_reader_api.get(path).status_code == 200
    assert_json(as_reader_api.text("PUT", path, "# X\n"), 403, FORBIDDEN)
    assert_json(as_reader_api.delete(path), 403, FORBIDDEN)
    assert database_digest() == before
    assert as_administrator_api.text("PUT", path, "# X\n", match="*").status_code == 200
