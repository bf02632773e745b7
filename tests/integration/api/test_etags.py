"""If-Match: whatever a header says, it names a state or none, and breaks nothing."""

from __future__ import annotations

import pytest

from tests.factories import make_project
from tests.integration.api.asked import told
from tests.integration.api.conftest import ApiClient


@pytest.mark.parametrize("named", ['""', '"', ",", "W/", 'W/"~"', '"", "none"', "", "é", '"' * 3])
def test_what_names_no_state_is_no_match(as_administrator_api: ApiClient, named: str) -> None:
    project = make_project()
    body = {"name": "Other"}
    sent = {"If-Match": named}
    answer = as_administrator_api.patch(f"/projects/{project.id}", body, headers=sent)
    assert told(answer, 412)["current"]["name"] == "Features"


def test_one_of_several_states_is_a_match(as_administrator_api: ApiClient) -> None:
    path = f"/projects/{make_project().id}"
    state = as_administrator_api.get(path).headers["ETag"]
    answer = as_administrator_api.patch(path, {"name": "Other"}, headers={"If-Match": f'"", {state}'})
    assert told(answer)["name"] == "Other"
