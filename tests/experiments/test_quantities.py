"""Own quantities: functions of a run that become columns."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import InputError, compare, load_sweep, replicate, run, sweep
from sim.base.i18n import using
from sim.experiments.function_key import function_key

POLICIES: dict[str, Any] = {"today": {}, "advertised": {"brand.advertising": 500_000}}
QUICK: dict[str, Any] = {"weeks": 1, "replications": 2, "workers": 1}


def served(run: Any) -> float:
    return run.counts["orders"] / run.counts["needs"]  # type: ignore[no-any-return]


def test_they_are_columns_and_measures_of_a_comparison() -> None:
    own = {
        "served": served,
        "gone": lambda run: None,
        "earned": lambda run: run.money["profit"],
        "两倍": lambda run: 2 * np.float32(run.replication),
    }
    found = compare("corner", POLICIES, quantities=own, **QUICK)
    single = run("corner", weeks=1, replication=1)
    assert found.table.loc[1, "served"] == served(single)
    assert found.table["gone"].isna().all() and found.table["两倍"].tolist() == [0, 2, 0, 2]
    rows = found.differences.set_index("measure")
    assert rows.loc["served", "after"] == found.table["served"][2:].mean()
    assert rows.loc["earned", "verdict"] == "lower" and rows.loc["profit", "verdict"] == "worse"
    assert rows.loc["gone", "verdict"] == "nothing to compare"
    assert rows.loc["两倍", "verdict"] == "unaffected"
    assert found.paired("served", "advertised").replications == 2
    assert found.sentence("served").startswith("Served: ")
    assert found.replications_needed("served", 0.01) >= 2
    assert "served" in found.choice("served").sentence
    assert found.figure("served").layout.title.text.startswith("<b>Served")
    assert (
        "served 0." in " ".join(repr(found).split())
        and '<td style="text-align: left">served</td>' in found._repr_html_()
    )
    with using("zh"):
        assert found.sentence("served").startswith("Served：")
    with pytest.raises(InputError, match=r"no measure late; there are: m01.*served"):
        found.paired("late", "advertised")


def test_they_are_columns_of_replications() -> None:
    found = replicate("corner", quantities={"served": served}, **QUICK)
    mean, low, high, count = found.interval("served")
    assert low < mean < high and count == 2
    assert "served: " in repr(found)
    with pytest.raises(InputError, match="no measure late"):
        found.interval("late")


def test_they_are_columns_and_measures_of_a_sweep() -> None:
    found = sweep("corner", {"desk.clerks": [1, 2]}, quantities={"served": served}, **QUICK)
    assert found.means["served"].between(0, 1).all()
    assert found.interval(1, "served").replications == 2
    assert set(found.standing(service="served")) <= {"efficient", "could be", "out"}
    assert "served" in found.figure(service="served").layout.yaxis.title.text


def test_functions_defined_in_a_notebook_reach_other_processes() -> None:
    """A notebook's functions cannot be imported: they refer to names of `__main__`, and travel by value."""
    cell = "factor = 3\ndef helper(run): return factor * run.replication\nown = lambda run: helper(run)"
    notebook: dict[str, Any] = {"__name__": "__main__"}
    exec(cell, notebook)
    one, two = (
        compare("corner", POLICIES, weeks=1, replications=3, workers=n, quantities={"own": notebook["own"]})
        for n in (1, 2)
    )
    assert one.table["own"].tolist() == two.table["own"].tolist() == [0, 3, 6, 0, 3, 6]


def broken(run: Any) -> float:
    if run.replication:
        return 1 / 0
    return 1.0


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_function_that_raises_is_one_sentence(workers: int) -> None:
    with pytest.raises(InputError) as said:
        compare("corner", POLICIES, weeks=1, replications=2, workers=workers, quantities={"odd": broken})
    assert str(said.value) in {
        f"The quantity odd cannot be computed ({name}, replication 1): "
        "ZeroDivisionError: division by zero, in its line 3."
        for name in POLICIES
    }


@pytest.mark.parametrize("value", ["much", True, math.inf, [1], {}])
def test_what_is_no_number_is_one_sentence(value: Any) -> None:
    with pytest.raises(InputError) as said:
        sweep("corner", [{"desk.clerks": 3}], quantities={"odd": lambda run: value}, **QUICK)
    text = str(said.value)
    assert text.startswith("The quantity odd is ") and "(desk.clerks: 2 → 3, replication 0)" in text
    assert "takes a number" in text and "\n" not in text


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ([served], "quantities is a list"),
        ({"my own": served}, "called my own, but takes a name of letters"),
        ({3: served}, "called 3"),
        ({"profit": served}, "name profit is taken"),
        ({"policy": served}, "name policy is taken"),
        ({"own": 5}, "own is 5, but takes a function of a run"),
    ],
)
def test_bad_input_is_one_sentence(own: Any, named: str) -> None:
    for start in (
        lambda: compare("corner", POLICIES, quantities=own),
        lambda: replicate("corner", quantities=own),
    ):
        with pytest.raises(InputError, match=named):
            start()


def test_a_function_that_cannot_be_sent_is_one_sentence(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w", encoding="utf-8") as file:
        own = {"own": lambda run: file.write("x")}
        with pytest.raises(InputError, match=r"own cannot be sent to other processes.*workers=1"):
            compare("corner", POLICIES, quantities=own, workers=2)


def test_a_store_is_continued_with_the_same_function_and_refused_with_another(tmp_path: Path) -> None:
    design, store = {"desk.clerks": [1, 2]}, tmp_path / "s"
    first = sweep("corner", design, quantities={"served": served}, store=store, **QUICK)
    again = sweep("corner", design, quantities={"served": served}, store=store, **QUICK)
    assert again.found == 4 and again.table.equals(first.table)
    loaded = load_sweep(store)
    assert loaded.table.equals(first.table) and loaded.interval(0, "served") == first.interval(0, "served")
    for other in ({"served": lambda run: 0.0}, {"other": served}, None):
        with pytest.raises(InputError, match="holds another experiment"):
            sweep("corner", design, quantities=other, store=store, **QUICK)


def defined(text: str, **more: Any) -> Any:
    space = {"__name__": "__main__", **more}
    exec(compile(text, f"cell {len(text)}", "exec"), space)
    return space["f"]


def test_the_key_of_a_function_changes_with_all_that_it_uses_and_with_nothing_else() -> None:
    text = "def g(x): return x + a\ndef f(run): return g(run)"
    key = function_key(defined(text, a=1))
    assert key == function_key(defined("# a comment\n\n" + text, a=1, unused=5))
    others = [
        defined(text, a=2),
        defined(text.replace("x + a", "x - a"), a=1),
        defined("def f(run): return run"),
        defined("f = lambda run, n=1: run"),
        defined("f = lambda run, n=2: run"),
        defined("f = lambda run: run.a"),
        defined("f = lambda run: run.b"),
        defined("def make(n):\n    return lambda run: n\nf = make(1)"),
        defined("def make(n):\n    return lambda run: n\nf = make(2)"),
        defined("import functools\nf = functools.partial(lambda n, run: n, 1)"),
        defined("import functools\nf = functools.partial(lambda n, run: n, 2)"),
    ]
    assert len({key, *map(function_key, others)}) == 1 + len(others)
    assert function_key(math.sqrt) == function_key(math.sqrt)
    assert function_key(defined("def f(run): return f(run)")) == function_key(
        defined("def f(run): return f(run)")
    )
