"""Which policy to take: settled, too little to matter, not settled, nothing to compare."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Comparison, InputError, load_case
from sim.base.i18n import using
from sim.experiments.choice import RELATIVE
from sim.measures.kpis import KPIS, OBJECTIVE, kpi

NAME = kpi(OBJECTIVE).name

LUCK = np.array([-400.0, 100.0, 300.0, -200.0, 200.0])


def comparison(**profits: Any) -> Comparison:
    """Policies with these profits by replication, an income of 100,000 and costs that rise from policy to policy."""
    case = load_case("corner")
    rows = [
        {**dict.fromkeys(KPIS, 1.0), "income": 1e5, "cost": 100.0 + place}
        | {"policy": name, "replication": number, OBJECTIVE: value}
        for place, (name, values) in enumerate(profits.items())
        for number, value in enumerate(values)
    ]
    return Comparison(case, dict.fromkeys(profits, case.policy), 0, 1, pd.DataFrame(rows))


def test_a_clear_lead_is_taken() -> None:
    found = comparison(today=LUCK, new=LUCK + 10_000 + LUCK / 2).choice()
    assert (found.take, found.best, found.runner_up, found.settled) == ("new", "new", "today", True)
    assert found.lead.difference == pytest.approx(10_000)
    # By hand: the standard deviation of half the luck is 145.8, t is 2.776, and 145.8 * 2.776 / sqrt(5) is 181.
    assert found.sentence == (
        f"Take new: {NAME} higher by CNY 10,000 (9,819 to 10,181) than under today, in 5 paired replications."
    )
    assert " ".join(repr(found).split()) == found.sentence


def test_less_is_better_for_cost() -> None:
    found = comparison(today=LUCK, new=LUCK).choice("cost")
    assert found.take == "today" and "cost lower by CNY 1.0 (1.0 to 1.0) than under new" in found.sentence
    assert comparison(today=LUCK, new=LUCK).choice("cost", largest=True).take == "new"


def test_what_differs_too_little_goes_to_the_cheapest() -> None:
    little = 0.1 * RELATIVE * 1e5
    found = comparison(today=LUCK, new=LUCK + little * LUCK / 400).choice()
    assert found.take == "today" and set(found.open) <= {"today", "new"}
    assert f"differ by less than CNY 500 in {NAME}: take the cheapest, today." in found.sentence
    same = comparison(today=LUCK, again=LUCK).choice()
    assert same.lead.verdict == "unaffected" and same.settled


def test_what_is_not_settled_says_how_many_replications_would_show_it() -> None:
    found = comparison(today=LUCK, new=LUCK * -20 + 3000).choice()
    assert not found.settled and found.take == "" and found.best == "new"
    assert found.lead.low < 0 < found.lead.high
    assert f"Not settled: {NAME} under new differs from today by CNY +3,000" in found.sentence
    assert f"About {found.lead.needed} replications" in found.sentence


def test_more_replications_are_named_than_there_are_where_the_intervals_hold_together() -> None:
    # Clear between two policies, not among four: so many as there are would not be enough.
    values = LUCK * 2000 / LUCK.std(ddof=1)
    found = comparison(
        today=0 * LUCK, best=values + 2700, third=0 * LUCK - 9000, fourth=0 * LUCK - 9000
    ).choice()
    assert not found.settled and found.lead.needed == len(LUCK)
    (told,) = re.findall(r"About (\d+) replications", found.sentence)
    assert int(told) > len(LUCK)


def test_a_third_policy_that_may_be_better_keeps_it_open() -> None:
    found = comparison(today=LUCK, best=LUCK + 5000, wild=LUCK * -50).choice()
    assert found.best == "best" and not found.settled
    assert (found.runner_up, found.open) == ("wild", ("wild",))


def test_policies_that_are_alike_do_not_hide_one_that_is_not() -> None:
    found = comparison(today=LUCK, again=LUCK, wild=LUCK * -20 - 100).choice()
    assert found.runner_up == "wild" and "Open as well: again." in found.sentence


def test_the_best_of_many_equal_policies_is_seldom_called_clear() -> None:
    draws = np.random.default_rng(1)
    clear = sum(
        not comparison(**{str(i): draws.normal(0, 5000, 10) for i in range(6)}).choice().open
        for _ in range(200)
    )
    assert clear <= 0.05 * 200


def test_nothing_to_compare() -> None:
    found = comparison(today=LUCK * np.nan, new=LUCK).choice()
    assert not found.settled and "nothing to compare" in found.sentence


def test_an_unknown_measure_is_one_sentence() -> None:
    with pytest.raises(InputError, match="m13"):
        comparison(today=LUCK, new=LUCK).choice("m13")


def test_the_answer_is_where_a_user_looks() -> None:
    found = comparison(today=LUCK, new=LUCK + 10_000 + LUCK / 2)
    assert found.choice().sentence in " ".join(repr(found).split())
    assert found.choice().sentence in found._repr_html_()
    with using("zh"):
        assert "采用“new”" in repr(found)
