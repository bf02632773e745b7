"""/bin: what waits there, and the way out of it."""

from __future__ import annotations

from tests.assertions import assert_json, database_digest
from tests.factories import make_design
from tests.integration.api.asked import only_reads, stored, told
from tests.integration.api.conftest import ApiClient
from webapp.models import Person

MISSING = '{"error": "Resource not found"}'
FORBIDDEN = '{"error": "Forbidden"}'


def test_a_design_in_the_bin_is_listed_told_and_taken_out(as_owner_api: ApiClient, owner: Person) -> None:
    design = make_design(title="Hooks", owner=owner)
    make_design(title="Other", owner=owner)
    assert_json(as_owner_api.get(f"/bin/{design.id}"), 404, MISSING)
    as_owner_api.delete(f"/designs/{design.id}", match="*")
    [listed] = told(as_owner_api.get("/bin?q=hooks"))["items"]
    assert listed == told(as_owner_api.get(f"/bin/{design.id}"))
    assert (listed["key"], listed["title"], listed["deleted_by"], listed["left"]) == (
        design.key,
        "Hooks",
        "Our Owner",
        90,
    )
    first, second = (as_owner_api.post(f"/bin/{design.id}/restoration", key="k") for _ in range(2))
    assert told(first)["id"] == design.id
    assert second.data == first.data
    assert stored(design).deleted_at is None
    assert told(as_owner_api.get("/bin"))["total"] == 0


def test_only_who_owns_a_design_takes_it_out(
    as_author_api: ApiClient, as_owner_api: ApiClient, owner: Person
) -> None:
    design = make_design(owner=owner)
    as_owner_api.delete(f"/designs/{design.id}", match="*")
    before = database_digest()
    assert told(as_author_api.get("/bin"))["total"] == 0
    assert_json(as_author_api.get(f"/bin/{design.id}"), 403, FORBIDDEN)
    assert_json(as_author_api.post(f"/bin/{design.id}/restoration"), 403, FORBIDDEN)
    assert_json(as_author_api.post("/bin/999/restoration"), 404, MISSING)
    assert database_digest() == before
    assert as_owner_api.post(f"/bin/{design.id}/restoration").status_code == 200


def test_who_may_not_read_a_project_does_not_learn_of_its_bin(
    as_author_api: ApiClient, as_owner_api: ApiClient, owner: Person
) -> None:
    design = make_design(owner=owner)
    as_owner_api.delete(f"/designs/{design.id}", match="*")
    only_reads(owner, design.project)
    for answer in (
        as_author_api.get(f"/bin/{design.id}"),
        as_author_api.post(f"/bin/{design.id}/restoration"),
    ):
        assert_json(answer, 404, MISSING)
    assert_json(as_owner_api.post(f"/bin/{design.id}/restoration"), 403, FORBIDDEN)
    assert stored(design).deleted_at is not None
