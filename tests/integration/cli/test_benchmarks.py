"""Every case of the benchmarks, run once on stores of three designs. What they took is not looked at."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.cases import CASES, crowds, sheets, typing

IN_A_BROWSER = ("opened in a browser", *typing.KEYS.values(), "Enter, saved")
WITHOUT_FLOOR = {
    "design page, compressed HTML",
    "search, key to painted list",
    "search index, made anew",
    "search index, its size",
    *(f"{rows:,} rows: {what}" for rows in (sheets.SHORT, sheets.LONG) for what in IN_A_BROWSER),
}


def test_every_case_reports_figures_beside_its_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "SLICE_SECONDS", 0.3)
    monkeypatch.setattr(crowds, "MEMORY_SECONDS", 0.4)
    monkeypatch.setattr(sheets, "SLICE_SECONDS", 0.5)
    written = tmp_path / "results.json"
    run(["--designs", "3", "--rounds", "2", "--keep", str(tmp_path / "kept"), "--json", str(written)])

    said = capsys.readouterr()
    for name in CASES:
        assert f"measuring: {name}\n" in said.err
    told = json.loads(written.read_text(encoding="utf-8"))
    assert told["machine"]["cores"] >= 1
    assert len(told["results"]) >= len(CASES)
    for result in told["results"]:
        assert result["case"] in said.out
        assert min(result["measured"]["values"]) > 0
        if result["case"] not in WITHOUT_FLOOR:
            assert min(result["floor"]["values"]) > 0
    whole, hidden = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert whole.startswith("3-")
    assert hidden.startswith(f"{whole}-hidden-")


def run(arguments: list[str]) -> None:
    """In a thread of its own: in that of the tests the browser of other tests may have a loop running."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(main, arguments).result()


def test_the_cases_can_be_listed_without_measuring(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--list"])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(CASES)


@pytest.mark.parametrize("wrong", [["--designs", "0"], ["--designs", "many"], ["--only", "nothing"]])
def test_an_argument_that_means_nothing_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2
    assert wrong[1] in capsys.readouterr().err
