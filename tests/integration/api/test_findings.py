"""/findings and /clashes: listed, told one by one, dismissed with a reason, and taken back."""

from __future__ import annotations

import pytest

from tests.assertions import assert_json, database_digest
from tests.factories import make_design
from tests.integration.api.closing import make_closed_project, open_for
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Clash, Dismissal, Finding, Project

TEXT = """\
# T

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /a | yes |
| POST | /b | |

## Notes

All of it is TBD.
"""


@pytest.fixture
def clash(app: object) -> Clash:
    """Of two designs with the same endpoints, a clash."""
    make_design(TEXT, title="Hooks")
    make_design(TEXT, title="Hooks again")
    return db.session.scalars(db.select(Clash).filter_by(key="GET /a")).one()


@pytest.fixture
def finding(clash: Clash) -> Finding:
    """One of what the first design lacks."""
    found = db.session.scalars(db.select(Finding).filter_by(code="placeholder").order_by(Finding.id)).first()
    assert found is not None
    return found


def test_clashes_come_first_then_findings_with_counts(as_reader_api: ApiClient, clash: Clash) -> None:
    told = as_reader_api.get("/findings").json
    kinds = [each["kind"] for each in told["items"]]
    assert kinds == sorted(kinds)
    assert kinds[0] == "clash"
    assert told["total"] == len(kinds) == sum(told["facets"]["code"].values())
    first = as_reader_api.get(f"/clashes/{clash.id}").json
    assert first in told["items"]
    assert [place["key"] for place in first["places"]] == ["FEAT-001", "FEAT-002"]


def test_they_are_narrowed_and_parted(as_reader_api: ApiClient, finding: Finding) -> None:
    every = as_reader_api.get("/findings").json
    one = as_reader_api.get("/findings?code=placeholder&design=FEAT-001").json
    assert {each["code"] for each in one["items"]} == {"placeholder"}
    assert finding.id in [each["id"] for each in one["items"]]
    parts = [
        as_reader_api.get(f"/findings?limit=1&offset={at}").json["items"] for at in range(every["total"])
    ]
    assert [each for part in parts for each in part] == every["items"]
    assert as_reader_api.get("/findings?offset=1000").json["items"] == []
    assert as_reader_api.get("/findings?code=spell").status_code == 422
    assert as_reader_api.get("/findings?q=tbd&code=placeholder").json["total"] >= 1


def test_a_finding_is_dismissed_with_a_reason_and_counts_again(
    as_author_api: ApiClient, finding: Finding
) -> None:
    path = f"/findings/{finding.id}"
    state = as_author_api.get(path).headers["ETag"].strip('"')
    answer = as_author_api.put(f"{path}/dismissal", {"reason": "Agreed on paper"}, match=state)
    assert answer.status_code == 200
    assert answer.json["dismissed"]["reason"] == "Agreed on paper"
    assert db.session.scalars(db.select(Dismissal.reason)).one() == "Agreed on paper"
    assert finding.id not in [
        each["id"] for each in as_author_api.get("/findings?code=placeholder").json["items"]
    ]
    listed = as_author_api.get("/findings?dismissed=yes").json["items"]
    assert [each["id"] for each in listed] == [finding.id]
    state = answer.headers["ETag"].strip('"')
    assert as_author_api.delete(f"{path}/dismissal", match=state).status_code == 204
    assert db.session.scalars(db.select(Dismissal)).all() == []
    state = as_author_api.get(path).headers["ETag"].strip('"')
    assert as_author_api.delete(f"{path}/dismissal", match=state).status_code == 404


def test_a_clash_is_dismissed_alike(as_author_api: ApiClient, clash: Clash) -> None:
    state = as_author_api.get(f"/clashes/{clash.id}").headers["ETag"].strip('"')
    answer = as_author_api.put(f"/clashes/{clash.id}/dismissal", {"reason": "One of them goes"}, match=state)
    assert answer.json["dismissed"]["reason"] == "One of them goes"
    state = answer.headers["ETag"].strip('"')
    assert as_author_api.delete(f"/clashes/{clash.id}/dismissal", match=state).status_code == 204


def test_another_state_than_the_present_one_is_not_dismissed(
    as_author_api: ApiClient, finding: Finding
) -> None:
    path, before = f"/findings/{finding.id}/dismissal", database_digest()
    assert as_author_api.put(path, {"reason": "x"}).status_code == 428
    stale = as_author_api.put(path, {"reason": "x"}, match="0" * 32)
    assert stale.status_code == 412
    assert stale.json["current"]["id"] == finding.id
    assert as_author_api.put(path, {"reason": " "}, match="*").status_code in {412, 422}
    assert database_digest() == before


def test_a_reader_dismisses_nothing(as_reader_api: ApiClient, finding: Finding, clash: Clash) -> None:
    project = db.session.scalars(db.select(Project)).one()
    open_for("reader", project)
    before = database_digest()
    for path in (f"/findings/{finding.id}", f"/clashes/{clash.id}"):
        state = as_reader_api.get(path).headers["ETag"].strip('"')
        answer = as_reader_api.put(f"{path}/dismissal", {"reason": "x"}, match=state)
        assert_json(answer, 403, '{"error": "Forbidden"}')
    assert database_digest() == before


def test_what_is_out_of_sight_is_as_nothing(
    as_author_api: ApiClient, as_administrator_api: ApiClient
) -> None:
    make_design(TEXT)
    make_design(TEXT, project=make_closed_project())
    hidden = db.session.scalars(db.select(Finding.id).order_by(Finding.id.desc())).first()
    clash = db.session.scalars(db.select(Clash.id).filter_by(key="GET /a")).one()
    nothing = as_author_api.get("/findings/999999").data
    assert as_author_api.get(f"/findings/{hidden}").data == nothing
    assert as_author_api.get(f"/clashes/{clash}").data == nothing
    assert as_author_api.put(f"/clashes/{clash}/dismissal", {"strange": 1}).data == nothing
    listed = as_author_api.get("/findings")
    assert "SECRET" not in listed.text
    assert "clash" not in [each["kind"] for each in listed.json["items"]]
    assert as_administrator_api.get(f"/clashes/{clash}").status_code == 200
