"""/designs: listed, made, changed, copied, undone, put into the bin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from tests.assertions import assert_json, database_digest
from tests.factories import make_design, make_person, make_project
from tests.integration.api.asked import fields, only_reads, stored, told
from tests.integration.api.conftest import ApiClient, api_of
from webapp.extensions import db
from webapp.models import Batch, Design, Person
from webapp.services.members import set_member
from webapp.services.projects import set_open_role

MISSING = '{"error": "Resource not found"}'
FORBIDDEN = '{"error": "Forbidden"}'


# Lists


def test_designs_are_listed_with_how_many_there_are(as_author_api: ApiClient) -> None:
    designs = [make_design(title=f"Title {number}") for number in range(3)]
    body = told(as_author_api.get("/designs?sort=key&limit=2&offset=1"))
    assert [each["id"] for each in body["items"]] == [designs[1].id, designs[2].id]
    assert (body["total"], body["limit"], body["offset"]) == (3, 2, 1)


def test_a_listed_design_is_told_as_it_is_alone(as_author_api: ApiClient, owner: Person) -> None:
    design = make_design("# FEAT-001: Hooks\n\n- [ ] a\n", owner=owner, documents={"notes": "# Notes\n"})
    [listed] = told(as_author_api.get("/designs"))["items"]
    assert listed == told(as_author_api.get(f"/designs/{design.id}"))
    assert listed["key"] == "FEAT-001"
    assert [each["name"] for each in listed["documents"]] == ["design", "notes"]
    assert listed["owner_id"] == owner.id
    assert listed["locked"] is False


def test_a_design_is_found_by_its_key_in_any_spelling(as_author_api: ApiClient) -> None:
    make_design()
    design = make_design()
    for spelling in ("FEAT-002", "feat-2"):
        assert [each["id"] for each in told(as_author_api.get(f"/designs?key={spelling}"))["items"]] == [
            design.id
        ]
    assert told(as_author_api.get("/designs?key=FEAT-003"))["items"] == []


def test_designs_are_listed_that_changed_since_a_moment(as_author_api: ApiClient) -> None:
    make_design(updated_at=datetime(2024, 1, 1, tzinfo=UTC))
    new = make_design(updated_at=datetime(2024, 2, 1, 12, tzinfo=UTC))
    for since in ("2024-02-01T12:00:00Z", "2024-02-01T13:00:00%2B01:00"):
        body = told(as_author_api.get(f"/designs?updated_since={since}"))
        assert [each["id"] for each in body["items"]] == [new.id]
    assert told(as_author_api.get("/designs?updated_since=2024-02-01T12:00:01Z"))["total"] == 0


def test_what_an_address_says_twice_is_refused_by_its_name(as_author_api: ApiClient) -> None:
    assert fields(as_author_api.get("/designs?q=a&limit=1&limit=2&sort=key&q=b")) == ["limit", "q"]
    assert as_author_api.get("/designs?q=a&limit=1&sort=key").status_code == 200


def test_each_filter_leaves_what_fits(as_author_api: ApiClient, owner: Person) -> None:
    design = make_design(title="Hooks", owner=owner, status="Approved", priority="P0")
    make_design(title="Other", project=make_project("OPS", "Operations"))
    for query in ("status=Approved", "priority=P0", f"owner={owner.id}", "project=FEAT", "q=hook"):
        body = told(as_author_api.get(f"/designs?{query}"))
        assert ([each["id"] for each in body["items"]], body["total"]) == ([design.id], 1), query
    assert told(as_author_api.get("/designs?owner=nobody"))["total"] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=%2B5", "limit"),
        ("limit=1_0", "limit"),
        ("limit=%D9%A3", "limit"),
        ("limit=", "limit"),
        ("limit=5&limit=6", "limit"),
        ("offset=-1", "offset"),
        ("offset=2147483648", "offset"),
        ("sort=password_hash", "sort"),
        ("sort=", "sort"),
        ("status=done", "status"),
        ("owner=me", "owner"),
        ("key=x", "key"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2024-01-15T10:00:00", "updated_since"),
        ("q=is:nothing", "q"),
        ("is_admin=1", "is_admin"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(
    as_author_api: ApiClient, query: str, field: str
) -> None:
    assert fields(as_author_api.get(f"/designs?{query}")) == [field]


def test_a_limit_over_100_is_100_and_none_is_20(as_author_api: ApiClient) -> None:
    assert told(as_author_api.get("/designs?limit=101"))["limit"] == 100
    assert told(as_author_api.get(f"/designs?limit={'9' * 40}"))["limit"] == 100
    assert told(as_author_api.get("/designs"))["limit"] == 20
    assert told(as_author_api.get("/designs?offset=2147483647"))["items"] == []


def test_what_may_not_be_read_is_not_listed(as_author_api: ApiClient) -> None:
    secret = make_project("SEC", "Secret")
    design = make_design(project=secret)
    assert told(as_author_api.get("/designs"))["total"] == 1
    secret.open_role = None
    db.session.commit()
    assert told(as_author_api.get("/designs"))["total"] == 0
    assert_json(as_author_api.get(f"/designs/{design.id}"), 404, MISSING)


# Made


def test_a_design_is_made_from_the_template_and_told(as_author_api: ApiClient, author: Person) -> None:
    project = make_project()
    answer = as_author_api.post("/designs", {"title": "Hooks", "project_id": project.id, "priority": "P1"})
    body = told(answer, 201)
    assert answer.location == f"/api/v1/designs/{body['id']}"
    assert told(as_author_api.get(answer.location.removeprefix("/api/v1"))) == body
    design = db.session.get_one(Design, body["id"])
    assert (design.title, design.priority, design.owner_id) == ("Hooks", "P1", author.id)
    assert body["key"] == design.key == "FEAT-001"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, ["title"]),
        ({"title": ""}, ["title"]),
        ({"title": " \n"}, ["title"]),
        ({"title": 5}, ["title"]),
        ({"title": None}, ["title"]),
        ({"title": "x" * 201}, ["title"]),
        ({"title": "a\0b"}, ["title"]),
        ({"title": "\ud800"}, ["title"]),
        ({"title": "x", "priority": "P9"}, ["priority"]),
        ({"title": "x", "project_id": "1"}, ["project_id"]),
        ({"title": "x", "project_id": True}, ["project_id"]),
        ({"title": "x", "project_id": 99}, ["project_id"]),
        ({"title": "x", "project_id": 10**30}, ["project_id"]),
        ({"title": "x", "owner_id": 1, "id": 7, "version": 3}, ["id", "owner_id", "version"]),
    ],
)
def test_a_design_that_cannot_be_is_refused_and_none_is_made(
    as_author_api: ApiClient, sent: dict[str, Any], named: list[str]
) -> None:
    make_project()
    before = database_digest()
    assert sorted(fields(as_author_api.post("/designs", sent))) == named
    assert database_digest() == before


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b'{"title": "a", "title": "b"}', "application/json", 400),
        (b'{"title": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"title": "a"}', "text/plain", 415),
        (b"title=a", "application/x-www-form-urlencoded", 415),
        (b'{"title": "' + b"a" * 8_000_001 + b'"}', "application/json", 413),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    as_author_api: ApiClient, data: bytes, kind: str, status: int
) -> None:
    make_project()
    before = database_digest()
    answer = as_author_api.send("POST", "/designs", data=data, content_type=kind)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/json"
    assert database_digest() == before


def test_a_reader_makes_no_design(as_reader_api: ApiClient, reader: Person) -> None:
    project = make_project()
    sent = {"title": "Hooks", "project_id": project.id}
    assert as_reader_api.post("/designs", sent).status_code == 201
    only_reads(reader, project)
    before = database_digest()
    assert_json(as_reader_api.post("/designs", sent), 403, FORBIDDEN)
    assert database_digest() == before


# Changed


def test_values_are_set_together(as_owner_api: ApiClient, owner: Person) -> None:
    design, parent, other = (
        make_design("# FEAT-001: Old\n", title="Old", owner=owner),
        make_design(),
        make_person(),
    )
    sent = {
        "title": "New",
        "status": "In review",
        "priority": "P0",
        "contributor_ids": [other.id],
        "parent_id": parent.id,
        "locked": True,
    }
    body = told(as_owner_api.patch(f"/designs/{design.id}", sent))
    assert {name: body[name] for name in sent} == sent
    now = stored(design)
    assert (now.title, now.status, now.priority, now.parent_id) == ("New", "In review", "P0", parent.id)
    assert [each.id for each in now.contributors] == [other.id]
    assert now.locked_at is not None
    text = as_owner_api.get(f"/documents/{body['documents'][0]['id']}/text").text
    assert text == "# FEAT-001: New\n"


def test_a_put_sets_every_value_and_names_the_state_that_it_means(
    as_owner_api: ApiClient, owner: Person
) -> None:
    design = make_design(owner=owner)
    sent = {
        "title": "New",
        "status": "Approved",
        "priority": "P3",
        "owner_id": None,
        "contributor_ids": [],
        "parent_id": None,
        "locked": False,
    }
    path = f"/designs/{design.id}"
    before = database_digest()
    assert_json(as_owner_api.put(path, sent), 428, '{"error": "Precondition required"}')
    assert fields(as_owner_api.put(path, {"title": "New"}, match=design.version))
    stale = told(as_owner_api.put(path, sent, match=99), 412)
    assert stale == {"error": "Precondition failed", "current": told(as_owner_api.get(path))}
    assert database_digest() == before
    answer = as_owner_api.put(path, sent, match=design.version)
    body = told(answer)
    assert {name: body[name] for name in sent} == sent
    assert stored(design).owner_id is None
    assert as_owner_api.put(path, sent, headers={"If-Match": answer.headers["ETag"]}).status_code == 200


def test_a_patch_whose_base_differs_sets_nothing_and_tells_what_is_there(
    as_author_api: ApiClient, owner: Person
) -> None:
    design = make_design(title="Now", owner=owner)
    path = f"/designs/{design.id}"
    sent = {"title": "Mine", "priority": "P0", "base": {"title": "Before"}}
    before = database_digest()
    body = told(as_author_api.patch(path, sent), 409)
    assert body["error"] == "Conflict"
    assert body["current"] == told(as_author_api.get(path))
    assert database_digest() == before
    assert as_author_api.patch(path, sent | {"base": {"title": "Now"}}).status_code == 200
    assert stored(design).title == "Mine"


def test_all_values_are_set_or_none(as_author_api: ApiClient, owner: Person) -> None:
    design = make_design(owner=owner)
    before = database_digest()
    path = f"/designs/{design.id}"
    assert_json(as_author_api.patch(path, {"priority": "P0", "status": "Approved"}), 403, FORBIDDEN)
    assert fields(as_author_api.patch(path, {"priority": "P0", "parent_id": design.id})) == ["parent_id"]
    assert fields(as_author_api.patch(path, {"priority": "P0", "version": 7})) == ["version"]
    assert database_digest() == before
    assert as_author_api.patch(path, {"priority": "P0"}).status_code == 200


def test_whom_a_body_names_has_to_be_there(as_owner_api: ApiClient, owner: Person) -> None:
    design = make_design(owner=owner)
    secret = make_project("SEC", "Secret")
    hidden = make_design(project=secret)
    path = f"/designs/{design.id}"
    assert as_owner_api.patch(path, {"parent_id": hidden.id}).status_code == 200
    assert as_owner_api.patch(path, {"parent_id": None}).status_code == 200
    secret.open_role = None
    db.session.commit()
    for name, value in (("parent_id", hidden.id), ("parent_id", 999), ("owner_id", 999)):
        assert fields(as_owner_api.patch(path, {name: value})) == [name]
    assert fields(as_owner_api.patch(path, {"contributor_ids": [999]})) == ["contributor_ids"]
    assert stored(design).parent_id is None


def test_a_design_is_given_to_authors_alone(as_owner_api: ApiClient, owner: Person) -> None:
    design, reader = make_design(owner=owner), make_person("reader", name="Rea Der")
    by = make_person("administrator")
    set_member(design.project, owner, role="author", by=by)
    set_open_role(design.project, "reader", design.project.version)
    path = f"/designs/{design.id}"
    asked: list[tuple[str, str, dict[str, Any]]] = [
        (path, "owner_id", {"owner_id": reader.id}),
        (path, "contributor_ids", {"contributor_ids": [reader.id]}),
        ("/designs", "owner_id", {"ids": [design.id], "owner_id": reader.id}),
    ]
    before = database_digest()
    for address, name, sent in asked:
        [detail] = told(as_owner_api.patch(address, sent), 422)["details"]
        assert detail["field"] == name
        assert detail["message"].startswith("Rea Der may read FEAT-001, and not change it. Choose")
    assert database_digest() == before

    set_member(design.project, reader, role="author", by=by)
    assert as_owner_api.patch(path, asked[1][2]).status_code == 200
    assert as_owner_api.patch("/designs", asked[2][2]).status_code == 200
    assert (stored(design).owner_id, [each.id for each in design.contributors]) == (reader.id, [reader.id])


def test_a_lock_needs_an_owner(as_owner_api: ApiClient, owner: Person) -> None:
    design = make_design(owner=owner)
    path = f"/designs/{design.id}"
    assert fields(as_owner_api.patch(path, {"owner_id": None, "locked": True})) == ["locked"]
    assert stored(design).owner_id == owner.id
    assert as_owner_api.patch(path, {"locked": True}).status_code == 200


def test_the_same_values_again_write_nothing(as_owner_api: ApiClient, owner: Person) -> None:
    design = make_design(title="Same", owner=owner)
    before = database_digest()
    assert (
        as_owner_api.patch(f"/designs/{design.id}", {"title": "Same", "status": "Draft"}).status_code == 200
    )
    assert database_digest() == before


def test_a_reader_changes_nothing(as_reader_api: ApiClient, reader: Person, owner: Person) -> None:
    design = make_design(owner=owner)
    path = f"/designs/{design.id}"
    assert as_reader_api.patch(path, {"title": "New"}).status_code == 200
    only_reads(reader, design.project)
    before = database_digest()
    assert as_reader_api.get(path).status_code == 200
    for answer in (
        as_reader_api.patch(path, {"title": 7}),
        as_reader_api.put(path, {}),
        as_reader_api.delete(path, match="*"),
        as_reader_api.post(f"{path}/copies"),
        as_reader_api.post(f"{path}/undo"),
        as_reader_api.post(f"{path}/redo"),
    ):
        assert_json(answer, 403, FORBIDDEN)
    assert database_digest() == before


def test_several_designs_are_set_as_one_action(as_owner_api: ApiClient, owner: Person) -> None:
    designs = [make_design(owner=owner), make_design(owner=owner)]
    ids = [each.id for each in designs]
    body = told(as_owner_api.patch("/designs", {"ids": ids, "status": "Rejected"}))
    assert [each["status"] for each in body["items"]] == ["Rejected"] * 2
    assert [stored(each).status for each in designs] == ["Rejected"] * 2
    batches = db.session.scalars(db.select(Batch).order_by(Batch.id)).all()
    assert body["change_id"] == batches[-2].id
    assert batches[-1].group_id == batches[-2].id


def test_of_several_designs_none_is_set_where_one_may_not_be(
    as_owner_api: ApiClient, owner: Person, author: Person
) -> None:
    mine, theirs = make_design(owner=owner), make_design(owner=author)
    before = database_digest()
    assert_json(
        as_owner_api.patch("/designs", {"ids": [mine.id, theirs.id], "status": "Rejected"}), 403, FORBIDDEN
    )
    assert fields(as_owner_api.patch("/designs", {"ids": [mine.id, 999], "status": "Rejected"})) == ["ids"]
    both = {"ids": [mine.id], "status": "Rejected", "priority": "P0"}
    assert fields(as_owner_api.patch("/designs", both)) == ["status"]
    assert fields(as_owner_api.patch("/designs", {"ids": [], "priority": "P0"})) == ["ids"]
    assert fields(as_owner_api.patch("/designs", {"ids": [mine.id], "owner_id": 999})) == ["owner_id"]
    assert database_digest() == before
    assert as_owner_api.patch("/designs", {"ids": [mine.id], "status": "Rejected"}).status_code == 200


# Bin, copies, undo, backlinks


def test_a_design_goes_into_the_bin_as_it_was_seen(as_owner_api: ApiClient, owner: Person) -> None:
    design = make_design(owner=owner)
    path = f"/designs/{design.id}"
    before = database_digest()
    assert as_owner_api.delete(path).status_code == 428
    assert told(as_owner_api.delete(path, match=99), 412)["current"]["id"] == design.id
    assert database_digest() == before
    answer = as_owner_api.delete(path, match=design.version)
    assert (answer.status_code, answer.data) == (204, b"")
    assert stored(design).deleted_at is not None
    assert_json(as_owner_api.get(path), 404, MISSING)
    assert_json(as_owner_api.delete(path, match="*"), 404, MISSING)


def test_only_who_owns_a_design_puts_it_into_the_bin(as_author_api: ApiClient, owner: Person) -> None:
    design = make_design(owner=owner)
    nobodys = make_design()
    assert_json(as_author_api.delete(f"/designs/{design.id}", match=design.version), 403, FORBIDDEN)
    assert stored(design).deleted_at is None
    assert as_author_api.delete(f"/designs/{nobodys.id}", match=nobodys.version).status_code == 204


def test_a_copy_is_made_once_under_one_key(as_author_api: ApiClient, author: Person) -> None:
    design = make_design("# FEAT-001: Hooks\n\nWords.\n", title="Hooks")
    first, second = (as_author_api.post(f"/designs/{design.id}/copies", key="copy-1") for _ in range(2))
    assert told(first, 201)["title"] == "Hooks (copy)"
    assert (second.status_code, second.data, second.location) == (201, first.data, first.location)
    assert second.headers["ETag"] == first.headers["ETag"]
    assert db.session.scalar(db.select(db.func.count(Design.id))) == 2
    assert db.session.get_one(Design, told(first, 201)["id"]).owner_id == author.id
    assert as_author_api.post(f"/designs/{design.id}/copies", key="copy-2").status_code == 201
    assert db.session.scalar(db.select(db.func.count(Design.id))) == 3


def test_what_one_did_last_is_undone_and_done_again(as_author_api: ApiClient) -> None:
    design = make_design(title="Old")
    path = f"/designs/{design.id}"
    as_author_api.patch(path, {"title": "New"})
    batch = db.session.scalars(db.select(Batch.id).order_by(Batch.id.desc())).first()
    assert told(as_author_api.post(f"{path}/undo"))["undone_id"] == batch
    assert stored(design).title == "Old"
    assert told(as_author_api.post(f"{path}/redo"))["change_id"]
    assert stored(design).title == "New"
    assert told(as_author_api.post(f"{path}/redo")) == {"change_id": None, "undone_id": None}


def test_an_undo_that_others_built_on_is_refused(as_author_api: ApiClient, as_owner_api: ApiClient) -> None:
    design = make_design(title="Old")
    path = f"/designs/{design.id}"
    as_author_api.patch(path, {"title": "New"})
    as_owner_api.patch(path, {"title": "Newer"})
    body = told(as_author_api.post(f"{path}/undo"), 409)
    assert body["current"]["title"] == "Newer"
    assert stored(design).title == "Newer"
    assert told(as_owner_api.post(f"{path}/undo"))["change_id"]
    assert told(as_author_api.post(f"{path}/undo"))["change_id"]


def test_the_designs_that_refer_to_one_are_told(as_author_api: ApiClient) -> None:
    design = make_design()
    other = make_design(f"# FEAT-002: B\n\nSee {design.key}.\n", title="B")
    [link] = told(as_author_api.get(f"/designs/{design.id}/backlinks"))["items"]
    assert (link["key"], link["mentions"][0]["what"]) == (other.key, "block")


# Keys and tokens


def test_another_body_under_the_same_key_is_refused(as_author_api: ApiClient) -> None:
    make_project()
    assert as_author_api.post("/designs", {"title": "A"}, key="k").status_code == 201
    before = database_digest()
    assert fields(as_author_api.post("/designs", {"title": "B"}, key="k")) == ["Idempotency-Key"]
    assert fields(as_author_api.post("/designs", {"title": "B"}, key="k k")) == ["Idempotency-Key"]
    assert database_digest() == before
    assert as_author_api.post("/designs", {"title": "B"}, key="k2").status_code == 201


def test_a_key_is_its_persons_own(as_author_api: ApiClient, as_owner_api: ApiClient) -> None:
    make_project()
    mine = told(as_author_api.post("/designs", {"title": "A"}, key="k"), 201)
    theirs = told(as_owner_api.post("/designs", {"title": "B"}, key="k"), 201)
    assert mine["id"] != theirs["id"]


def test_a_refused_request_leaves_its_key_free(as_author_api: ApiClient) -> None:
    project = make_project()
    project.open_role = "reader"
    db.session.commit()
    sent = {"title": "A", "project_id": project.id}
    assert_json(as_author_api.post("/designs", sent, key="k"), 403, FORBIDDEN)
    project.open_role = "author"
    db.session.commit()
    assert as_author_api.post("/designs", sent, key="k").status_code == 201


def test_a_token_that_may_read_writes_nothing(with_read_token: ApiClient, as_owner_api: ApiClient) -> None:
    design = make_design()
    before = database_digest()
    assert with_read_token.get(f"/designs/{design.id}").status_code == 200
    assert_json(with_read_token.patch(f"/designs/{design.id}", {"title": "New"}), 403, FORBIDDEN)
    assert_json(with_read_token.post("/designs/999/copies"), 403, FORBIDDEN)
    assert database_digest() == before
    assert as_owner_api.patch(f"/designs/{design.id}", {"title": "New"}).status_code == 200


def test_a_token_of_a_project_knows_of_no_other(app: Flask, author: Person) -> None:
    feat, ops = make_project(), make_project("OPS", "Operations")
    mine, other = make_design(project=feat), make_design(project=ops)
    client = api_of(app, author, project=feat)
    assert [each["id"] for each in told(client.get("/designs"))["items"]] == [mine.id]
    assert client.get(f"/designs/{mine.id}").status_code == 200
    assert_json(client.get(f"/designs/{other.id}"), 404, MISSING)
    assert fields(client.post("/designs", {"title": "x", "project_id": ops.id})) == ["project_id"]
    assert api_of(app, author).get(f"/designs/{other.id}").status_code == 200
