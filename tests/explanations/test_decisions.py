"""What a sentence says was decided differently: levers with their weeks, other firms, trials, markets; and what follows."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim import InputError, Run, Trial, continue_run, explain, load_case, run, run_market
from sim.base.i18n import using
from sim.base.units import FEN, WEEK
from sim.explanations.choice_terms import utility_changes
from sim.explanations.decisions import decisions
from sim.explanations.quantities import QUANTITIES
from sim.measures.window import within
from tests.explanations.test_quantities import check_causes, check_parts
from tests.support.shared_runs import shared_run


def raised(first: int, last: int, weeks: int, **levers: Any) -> Run:
    """Corner, whose price is raised after week `first` and lowered again after week `last`."""
    result = continue_run(run("corner", weeks=first), {"price.level": 1.4, **levers}, weeks=last - first)
    return continue_run(result, load_case("corner").policy, weeks=weeks - last)


@pytest.fixture(scope="module")
def there_and_back() -> tuple[Run, Run]:
    return shared_run("corner", weeks=16), raised(4, 10, 16)


def beginning(before: Run, after: Run, lang: str = "en") -> str:
    with using(lang):
        return re.split("[:：]", explain(before, after).sentence("orders"))[0]


def test_a_lever_is_named_with_the_weeks_in_which_it_differs(there_and_back: tuple[Run, Run]) -> None:
    before, after = there_and_back
    assert beginning(before, after) == "price.level (weeks 5 to 10) 1 → 1.4"
    assert beginning(before, after, "zh") == "price.level（第5至10周） 1 → 1.4"
    # A later window still says what was decided before it, an earlier one that nothing was.
    assert beginning(before.window(12, 16), after.window(12, 16)).startswith("price.level (weeks 5 to 10)")
    assert beginning(before.window(0, 8), after.window(0, 8)) == "price.level (from week 5) 1 → 1.4"
    assert beginning(before.window(0, 5), after.window(0, 5)) == "price.level (from week 5) 1 → 1.4"
    assert beginning(before.window(0, 4), after.window(0, 4)) == "no lever differs up to week 4"
    assert "price.level (weeks 5 to 10): 1 → 1.4" in repr(explain(before, after))
    assert "price.level (weeks 5 to 10)" in explain(before, after)._repr_html_()


def test_each_step_is_named() -> None:
    once = continue_run(run("corner", weeks=2), {"price.level": 1.1}, weeks=1)
    after = continue_run(once, {"price.level": 1.2, "desk.clerks": 3}, weeks=2)
    names = decisions(shared_run("corner", weeks=5), after)
    assert names == [
        ("price.level (week 3)", "1", "1.1"),
        ("price.level (from week 4)", "1", "1.2"),
        ("desk.clerks (from week 4)", "2", "3"),
    ]


def test_a_price_that_is_lowered_again_is_still_the_cause(there_and_back: tuple[Run, Run]) -> None:
    before, after = there_and_back
    explanation = explain(before, after)
    orders = explanation.parts("orders")
    assert orders.iloc[0]["cause"] == "term_money"
    assert orders.iloc[0]["change"] < 0.8 * orders["change"].sum()
    # Nobody chose by the price when it was the same.
    chosen = explanation.orders.query("stage == 'choice' and cause == 'term_money'")["order"]
    placed = before.records["orders"].set_index("order")["placed"].reindex(chosen)
    assert placed.notna().all() and placed.between(4 * WEEK, 10 * WEEK - 1).all()
    # What orders of both runs were charged more while it was higher, from the invoices themselves.
    price = explanation.parts("income").query("stage == 'price' and cause == 'freight'")
    old, new = (r.records["orders"].set_index("order") for r in (before, after))
    both = old.index.intersection(new.index)
    raised_orders = old.loc[both][old.loc[both, "placed"].between(4 * WEEK, 10 * WEEK - 1)]
    assert price["change"].item() == pytest.approx(0.4 * raised_orders["invoiced"].sum() / FEN, rel=0.02)
    # With few of the contracts lost, the price of the orders kept is a part that is told.
    moderate = explain(before, raised(4, 10, 16, **{"price.level": 1.15}))
    with using("en"):
        assert "from the price in" in moderate.sentence("profit")
        for one in (explanation, moderate):
            assert "freight and service fees" not in one.sentence("profit")


@pytest.mark.slow
@pytest.mark.parametrize("weeks", [(0, 16), (4, 10), (10, 16)])
def test_parts_add_up_in_windows_of_runs_that_changed_on_the_way(
    there_and_back: tuple[Run, Run], weeks: tuple[int, int]
) -> None:
    explanation = explain(*(result.window(*weeks) for result in there_and_back))
    for name in QUANTITIES:
        check_parts(explanation, name)
    for name in ("orders", "left", "profit", "satisfaction", "m08"):
        check_causes(explanation, name)


def test_the_price_counts_orders_of_the_window_only(there_and_back: tuple[Run, Run]) -> None:
    early = explain(
        shared_run("corner", weeks=8),
        run("corner", load_case("corner").policy.replace(**{"price.level": 1.4}), weeks=8),
    )
    late = explain(*(result.window(4, 10) for result in there_and_back))
    for explanation in (early, late):
        lost = int(explanation.parts("orders").query("cause == 'term_money'")["change"].sum())
        with using("en"):
            assert f"First of all, {-lost} orders went elsewhere" in explanation.sentence("cost")
    records = early.before.records
    seen = within(records["orders"]["placed"], records)
    counts = early.parts("m12").query("stage == 'choice'")["count"]
    assert 0 < counts.sum() <= seen.sum()
    assert (
        early.parts("m12").query("cause == 'term_money'")["count"].item()
        == early.parts("orders").query("cause == 'term_money'")["count"].item()
    )


def test_points_are_a_term_of_value_while_they_are_given() -> None:
    case = load_case("corner")
    result = continue_run(run(case, weeks=3), {"loyalty.points": 0.1, "loyalty.weeks": 4}, weeks=9)
    changes = utility_changes(shared_run(case, weeks=12), result)
    # Of those who moved away, the offer of that time counts.
    changes = changes[result.records["customers"]["moved"].isna().to_numpy()]
    assert abs(changes[:, 8]).max() == 0  # the programme ended after week 7
    assert explain(shared_run(case, weeks=12), result).parts("orders").iloc[0]["cause"] == "term_points"
    onward = utility_changes(
        run(case, weeks=3), run(case, case.policy.replace(**{"loyalty.points": 0.1}), weeks=3)
    )
    assert onward[:, 8].max() > 0.01


def test_another_firm_of_the_market_is_named_as_the_reason() -> None:
    before, after = (
        run_market("corner", {"red": {}, "blue": {"price.level": price}}, weeks=6).firms
        for price in (1.0, 0.8)
    )
    explanation = explain(before["red"], after["red"])
    assert beginning(before["red"], after["red"]) == "another firm's price.level 1 → 0.8"
    assert set(explanation.parts("orders")["cause"]) == {"rivals"}
    with using("en"):
        text = explanation.sentence("orders")
    assert "changed hands over what the other firms did" in text and "as remembered" not in text
    for name in QUANTITIES:
        check_parts(explanation, name)
    own = explain(before["blue"], after["blue"])
    assert beginning(before["blue"], after["blue"]) == "price.level 1 → 0.8"
    assert own.parts("orders").iloc[0]["cause"] == "term_money"
    with pytest.raises(InputError, match="number of firms"):  # a market of one has other customers
        explain(shared_run("corner", weeks=6), before["red"])
    with pytest.raises(InputError, match="two firms of a market"):
        explain(before["red"], before["blue"])


def test_trials_and_markets_are_named() -> None:
    usual = run("corner", weeks=2)
    trial = run("corner", weeks=2, trial=Trial("complaints.compensation", 1.0, share=0.5))
    assert beginning(usual, trial) == "trial none → complaints.compensation = 1 for 50% of the customers"
    frozen = run("corner", weeks=2, market="frozen")
    assert beginning(frozen, usual) == "market frozen → open"
    for name in QUANTITIES:
        check_parts(explain(frozen, usual), name)


def test_windows_of_other_weeks_cannot_be_explained() -> None:
    result = shared_run("corner", weeks=5)
    for other in (result.window(2, 4), result):
        with pytest.raises(InputError, match="different weeks"):
            explain(result.window(0, 2), other)
