"""Results: their ratio, their limit, and the table that shows them."""

from __future__ import annotations

import json

import pytest

from benchmarks.results import Limit, Result
from benchmarks.tables import table
from benchmarks.timing import Figures

PAGE = Result(
    "design page",
    1_000,
    "ms",
    Figures((6.0, 8.0, 7.0)),
    "bare read",
    Figures((2.0, 2.0, 3.0)),
    Limit(5),
    3.2,
)
BYTES = Result("compressed HTML", 10_000, "kB", Figures((15.25,)), limit=Limit(14, "figure"))
CROWD = Result("answers", 3, "/s", Figures((100.0, 300.0)), "bare reads", Figures((1500.0, 2500.0)))


@pytest.mark.parametrize(
    ("result", "ratio", "kept"), [(PAGE, 3.5, True), (BYTES, None, False), (CROWD, 10.0, None)]
)
def test_ratio_and_limit(result: Result, ratio: float | None, kept: bool | None) -> None:
    assert (result.ratio, result.kept) == (ratio, kept)


def test_a_limit_of_the_ratio_is_not_kept_without_a_floor() -> None:
    assert Result("page", 1, "ms", Figures((1.0,)), limit=Limit(5)).kept is False


def test_a_limit_is_kept_up_to_the_figure_itself() -> None:
    assert Result("page", 1, "kB", Figures((14.0,)), limit=Limit(14, "figure")).kept is True


def test_the_table_says_every_figure_with_its_unit_and_its_columns_are_aligned() -> None:
    assert table([PAGE, BYTES]).splitlines() == [
        "| what            | designs |  median |    p95 | floor     | median |    p95 | ratio |   cpu | limit"
        " |        |",
        "| --------------- | ------: | ------: | -----: | --------- | -----: | -----: | ----: | ----: | ----:"
        " | ------ |",
        "| design page     |   1,000 |  7.0 ms | 8.0 ms | bare read | 2.0 ms | 3.0 ms | 3.5 × | 3.2 × |   5 ×"
        " | kept   |",
        "| compressed HTML |  10,000 | 15.2 kB |        |           |        |        |       |       | 14 kB"
        " | BROKEN |",
    ]


def test_a_result_can_be_written_as_json_with_every_value() -> None:
    assert json.loads(json.dumps(PAGE.as_dict())) == {
        "case": "design page",
        "designs": 1_000,
        "unit": "ms",
        "measured": {"median": 7.0, "p95": 8.0, "values": [6.0, 8.0, 7.0]},
        "floor_name": "bare read",
        "floor": {"median": 2.0, "p95": 3.0, "values": [2.0, 2.0, 3.0]},
        "ratio": 3.5,
        "cpu_ratio": 3.2,
        "limit": {"most": 5, "of": "ratio"},
        "kept": True,
    }
    assert json.loads(json.dumps(BYTES.as_dict()))["floor"] is None
