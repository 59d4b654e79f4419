"""Kept results: what is there is not simulated again, what does not belong is refused."""

from __future__ import annotations

import pytest

from sim import InputError, load_case, run
from tools import kept_figures
from tools.kept_figures import KeptFigures, Window

CASE = load_case("corner")
MORE = CASE.policy.replace(**{"desk.clerks": 3})
WINDOW = Window(1, 2)


@pytest.fixture
def kept(tmp_path):
    runs = KeptFigures(CASE, WINDOW, 0, tmp_path / "kept.jsonl", workers=1)
    return runs, runs.figures([CASE.policy, MORE, CASE.policy], range(2))


def test_figures_are_those_of_the_window_of_the_runs(kept):
    _runs, found = kept
    assert found[0] == found[2] != found[1]
    seen = run(CASE, MORE, weeks=2, replication=1).window(1, 2)
    figures = found[1][1]
    assert figures["long_run_profit"] == seen.money["long_run_profit"] / 100
    assert figures["orders"] == seen.counts["orders"]
    assert sum(figures["accounts"].values()) == pytest.approx(figures["profit"])
    assert figures["profit"] + figures["customer_equity_change"] == pytest.approx(figures["long_run_profit"])


def test_kept_results_are_read_also_after_half_a_line(kept, monkeypatch):
    runs, found = kept
    whole = runs.path.read_text(encoding="utf-8")
    assert len(whole.splitlines()) == 1 + 2 * 2
    runs.path.write_text(whole + '{"policy": "{}", "repl', encoding="utf-8")
    monkeypatch.setattr(kept_figures.Batch, "run", None)  # a simulation would fail
    again = KeptFigures(CASE, WINDOW, 0, runs.path)
    assert again.figures([CASE.policy, MORE], range(2)) == found[:2]
    assert runs.path.read_text(encoding="utf-8") == whole


def test_what_is_missing_is_simulated_and_added(kept):
    runs, found = kept
    lines = runs.path.read_text(encoding="utf-8").splitlines(keepends=True)
    runs.path.write_text("".join(lines[:3]), encoding="utf-8")
    again = KeptFigures(CASE, WINDOW, 0, runs.path, workers=1)
    assert again.figures([CASE.policy, MORE], range(2)) == found[:2]
    assert sorted(runs.path.read_text(encoding="utf-8").splitlines(keepends=True)) == sorted(lines)


@pytest.mark.parametrize("other", ["case", "window", "seed", "model"])
def test_results_of_something_else_are_refused(kept, other, monkeypatch):
    runs, _found = kept
    case = CASE.replace(**{"goods.lead_days": 2}) if other == "case" else CASE
    window = Window(0, 2) if other == "window" else WINDOW
    if other == "model":
        monkeypatch.setattr(kept_figures, "source_digest", lambda *rooms: "changed")
    with pytest.raises(InputError, match="name another file"):
        KeptFigures(case, window, 1 if other == "seed" else 0, runs.path)


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("notes\n", encoding="utf-8")
    with pytest.raises(InputError, match="name another file"):
        KeptFigures(CASE, WINDOW, 0, path)
    assert path.read_text(encoding="utf-8") == "notes\n"


def test_in_a_folder_each_case_has_a_file_of_its_own(tmp_path):
    paths = {KeptFigures(load_case(name), WINDOW, 0, tmp_path).path for name in ("corner", "tianye")}
    assert len(paths) == 2 and all(path.parent == tmp_path for path in paths)
