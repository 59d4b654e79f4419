"""How the results of experiments look: a few lines in a console, a small table in a notebook."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import (
    Comparison,
    Market,
    Precision,
    Replications,
    Run,
    Sampled,
    Selection,
    Sweep,
    WarmUp,
    load_case,
    run,
    sampled,
)
from sim.base.i18n import using
from sim.measures.kpis import KPIS

LONG = (
    "a policy with a very long name, as somebody may give it who wants to say everything at once, even twice"
)
MANY = 60


def values(rows: int, seed: int = 0) -> dict[str, Any]:
    """A column of random values for each KPI."""
    return {name: np.random.default_rng(seed).uniform(0.2, 0.9, rows) for name in KPIS}


def few_and_many() -> dict[str, Any]:
    """Name -> a result as small as it can be, or larger than it is in practice."""
    case = load_case("corner")
    results: dict[str, Any] = {}
    for size, count in (("few", 2), ("many", MANY)):
        names = [f"{number} {LONG}" if size == "many" else str(number) for number in range(count)]
        policies = dict.fromkeys(names, case.policy)
        table = pd.DataFrame(values(2 * count))
        results[f"Replications, {size}"] = Replications(case, case.policy, 0, 1, table)
        named = table.assign(policy=np.repeat(names, 2))
        results[f"Comparison, {size}"] = Comparison(case, policies, 0, 1, named)
        # Cost and service rise together: every point is efficient.
        rising = {"cost": np.repeat(np.arange(count), 2), "m08": np.repeat(np.arange(count), 2) / count}
        points = [{"desk.clerks": number, "promise.hours": {"A": 24, "B": 48}} for number in range(count)]
        found = table.assign(point=np.repeat(range(count), 2), **rising)
        found = found.assign(**{"desk.clerks": found["point"], "promise.hours": ""})
        results[f"Sweep, {size}"] = Sweep(case, points, 0, 1, found)
        rows = pd.DataFrame({"replications": 20, "mean": np.arange(count), "dropped": 11}, index=names)
        results[f"Selection, {size}"] = Selection("", "profit", rows.astype({"dropped": "Int64"}))
        weeks = pd.DataFrame({"week": np.arange(count) + 1, "mean": 0.9, "low": 0.8, "high": 1.0})
        results[f"WarmUp, {size}"] = WarmUp(case, "m08", 5, weeks, None, 10)
        results[f"Sampled, {size}"] = sampled({"desk.clerks": (1, 4), "price.level": (0.9, 1.1)}, count)
        one = run(case, weeks=1)
        firms = {name: Run(case, one.history, 0, 0, one.records) for name in names}
        results[f"Market, {size}"] = Market(case, 0, 0, firms, {})
    results["Sampled, without a point"] = Sampled(())
    results["Precision"] = Precision("m08", 0.03)
    return results


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    return few_and_many()


NAMES = [
    f"{kind}, {size}"
    for kind in ("Replications", "Comparison", "Sweep", "Selection", "WarmUp", "Sampled", "Market")
    for size in ("few", "many")
] + ["Sampled, without a point", "Precision"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_a_result_prints_in_at_most_ten_lines(results: dict[str, Any], name: str, language: str) -> None:
    with using(language):
        text = repr(results[name])
    assert 0 < len(text) <= 1000
    assert len(text.splitlines()) <= 10
    if language == "en" and name != "Precision":
        assert "More: ." in text.splitlines()[-1]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_a_small_table(results: dict[str, Any], name: str) -> None:
    html = results[name]._repr_html_()
    assert html.startswith("<table>") and html.count("<tr>") <= 24
    assert len(html) < 60_000


@pytest.mark.parametrize("kind", ["Sweep", "Selection", "WarmUp", "Sampled", "Market"])
def test_a_long_table_says_how_many_rows_are_missing(results: dict[str, Any], kind: str) -> None:
    assert f"... {MANY - 20} more rows" in results[f"{kind}, many"]._repr_html_()
    assert "more row" not in results[f"{kind}, few"]._repr_html_()


def test_a_table_has_five_policies_beside_the_baseline(results: dict[str, Any]) -> None:
    html = results["Comparison, many"]._repr_html_()
    assert "... 54 more policies" in html and html.count("<th ") == 8


def test_the_lines_say_what_matters(results: dict[str, Any]) -> None:
    many = repr(results["Comparison, many"]).splitlines()
    assert many[0] == "Comparison of 60 policies"
    assert many[1] == "  Corner Logistics: 1 week, seed 0, 2 replications"
    assert many[2].startswith("  Not settled: ") and many[4].endswith(" ...")
    assert many[5].startswith("  Of 10 lines about 1 would show a difference by chance")
    assert many[7].startswith(f"  0 {LONG[:50]}") and many[-2] == "  ... 59 more lines"
    few = repr(results["Comparison, few"]).splitlines()
    means, change = few[-3:-1]
    assert means.startswith("  0: on time ") and ", profit CNY " in means
    assert change.startswith("  1 - 0: on time ") and "(may be luck), profit CNY" in change
    swept = repr(results["Sweep, few"]).splitlines()
    assert swept[2:4] == [
        "  2 efficient points by cost and on time:",
        "    0 (desk.clerks 0, promise.hours A 24, B 48): cost CNY 0.0 ± 0.0, on time 0.0% ± 0.0",
    ]
    assert "  ..." in repr(results["Sweep, many"]).splitlines()[-2]
    assert "dropped after 11 replications" in repr(results["Selection, few"])
    assert "  desk.clerks: 1 to 4" in repr(results["Sampled, many"])


def test_names_are_escaped_in_a_notebook(results: dict[str, Any]) -> None:
    market = results["Market, few"]
    firms = {"<b>": next(iter(market.firms.values()))}
    assert "&lt;b&gt;" in Market(market.case, 0, 0, firms, {})._repr_html_()
