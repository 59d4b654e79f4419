"""explain: order by order, and the parts add up to the whole."""

from __future__ import annotations

from typing import Any

import pytest

from sim import InputError, Run, explain, language, load_case, run
from sim.case.value_weights import Weights
from sim.explanations.choice_terms import TERMS as CHOICE_TERMS
from sim.explanations.choice_terms import utility_changes
from sim.measures.service_registry import BY_ID, MEASURES
from sim.policy.history import History
from sim.records.labels import TERMS
from sim.records.schema import KEY, STAGES
from tests.policy.test_levers import TRIED
from tests.support.parameters import slow_after
from tests.support.shared_runs import shared_run
from tests.support.tiny_firm import at, order, run_tiny, tiny_case


def changed(levers: dict[str, Any], case: str = "corner", weeks: int = 5) -> tuple[Run, Run]:
    data = load_case(case)
    return shared_run(data, weeks=weeks), run(data, data.policy.replace(**levers), weeks=weeks)


@pytest.mark.parametrize("name", slow_after(12, TRIED))
def test_the_parts_add_up_to_the_whole_change(name: str) -> None:
    before, after = changed({name: TRIED[name]})
    explanation = explain(before, after)
    sums = (
        explanation.table.groupby("quantity")["change"]
        .sum()
        .reindex([m.id for m in MEASURES], fill_value=0.0)
    )
    for measure in MEASURES:
        one, two = explanation.change(measure.id)
        assert sums[measure.id] == pytest.approx(two - one, abs=1e-9)


@pytest.mark.slow
def test_several_levers_at_once_on_jiaying() -> None:
    explanation = explain(
        *changed({"desk.clerks": 2, "stock.safety_factor": 1.0, "fleet.vehicles": 20}, "jiaying", 8)
    )
    sums = (
        explanation.table.groupby("quantity")["change"]
        .sum()
        .reindex([m.id for m in MEASURES], fill_value=0.0)
    )
    for measure in MEASURES:
        one, two = explanation.change(measure.id)
        assert sums[measure.id] == pytest.approx(two - one, abs=1e-9)
    assert set(explanation.orders["stage"]) >= {"desk", "stock"}


def test_orders_are_matched_by_customer_and_need() -> None:
    before, after = changed({"desk.clerks": 3})
    rows = explain(before, after).orders
    one = before.records["orders"].set_index(list(KEY))
    two = after.records["orders"].set_index(list(KEY))
    for row in rows.head(20).itertuples():
        a, b = one.loc[(row.customer, row.need)], two.loc[(row.customer, row.need)]
        assert a["order"] == row.order
        if row.column != "on_hand_at_allocation":  # stands in the lines
            assert str(a[row.column]) != str(b[row.column])


def test_the_first_differing_column_in_causal_order() -> None:
    """By hand: a second clerk answers the second call at once; picking then waits, since one picker does both."""
    calls = [order(at(0, 9), [(0, 1)]), order(at(0, 9), [(0, 1)])]
    case = tiny_case()
    one = Run(case, History.of([(case.policy, 2)]), 0, 0, run_tiny(calls))
    two = Run(
        case,
        History.of([(case.policy.replace(**{"desk.clerks": 2}), 2)]),
        0,
        0,
        run_tiny(calls, **{"desk.clerks": 2}),
    )
    rows = explain(one, two).orders
    assert rows[["order", "stage", "column"]].to_numpy().tolist() == [[1, "desk", "answered"]]
    times = explain(one, two).times.set_index("stage")["change"]
    # On the mean of two orders: the desk gains 600 s for one, of which picking takes back 300 s.
    assert times["desk"] == pytest.approx(-300 / 3600)
    assert times["picking"] == pytest.approx(150 / 3600)


def test_the_cause_of_what_went_wrong_is_named() -> None:
    before, after = changed({"stock.safety_factor": 0.0})
    parts = explain(before, after).parts("m08")
    assert parts.iloc[0]["stage"] == "stock"
    assert parts.iloc[0]["cause"] == "stock"
    assert parts.iloc[0]["change"] < 0


def test_stage_times_add_up() -> None:
    before, after = changed({"fleet.consolidation_hours": 12})
    times = explain(before, after).times
    assert list(times["stage"]) == ["desk", "stock", "picking", "packing", "dispatch", "road"]
    assert times.set_index("stage")["change"].idxmin() == "dispatch"
    assert set(times["stage"]) <= set(STAGES)


def test_the_same_run_twice_is_unaffected() -> None:
    before = run("corner", weeks=2)
    explanation = explain(before, run("corner", weeks=2))
    assert not len(explanation.orders)
    assert explanation.table.empty
    assert "unaffected" in explanation.sentence("m08")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("on time", "stock.safety_factor")), ("zh", ("stock.safety_factor", "。"))]
)
def test_a_sentence_in_both_languages(lang: str, words: tuple[str, ...]) -> None:
    before, after = changed({"stock.safety_factor": 1.5})
    language(lang)
    for measure in BY_ID:
        text = explain(before, after).sentence(measure)
        assert text
        assert "{" not in text
    text = explain(before, after).sentence("m08")
    assert all(word in text for word in words)


def test_a_new_price_is_explained_by_customers_choices_and_not_by_the_desk() -> None:
    before, after = changed({"price.level": 1.2})
    explanation = explain(before, after)
    columns, stages = (explanation.orders[name].value_counts() for name in ("column", "stage"))
    one, two = (set(r.records["orders"]["order"]) for r in (before, after))
    assert stages["choice"] == len(one ^ two) > 0
    assert "quoted" not in columns  # what only costs more differs in the invoice
    assert columns["invoiced"] > 0
    assert stages["price"] == columns["invoiced"]
    lost, won = len(one - two), len(two - one)
    assert explanation.orders.query("stage == 'choice'")["order"].isin(one ^ two).all()
    assert explanation.by_stage("m08").index[0] == "choice"
    assert lost > won


def test_a_slip_of_the_desk_is_seen_at_any_price() -> None:
    """By hand: the same order, quoted too low in one run, at another price."""
    case, slip = tiny_case(), {"channel": 0, "slip": 0}
    runs = [
        Run(
            case,
            History.of([(case.policy.replace(**{"price.level": level}), 2)]),
            0,
            0,
            run_tiny([order(at(0, 9), [(0, 1)], **more)], **{"price.level": level}),
        )
        for level, more in ((1.0, {}), (1.5, slip))
    ]
    (column,) = explain(*runs).orders["column"]
    assert column == "quoted"


def test_a_picture_shows_before_parts_and_after() -> None:
    before, after = changed({"stock.safety_factor": 3.0})
    explanation = explain(before, after)
    assert explanation.figure("m08").to_dict()["data"]


@pytest.mark.parametrize("other", [{"seed": 1}, {"replication": 1}, {"weeks": 3}])
def test_runs_with_other_luck_cannot_be_explained(other: dict[str, int]) -> None:
    with pytest.raises(InputError, match="different customers"):
        explain(run("corner", weeks=2), run("corner", **{"weeks": 2, **other}))


def test_runs_of_two_cases_cannot_be_explained() -> None:
    case = load_case("corner")
    with pytest.raises(InputError, match="one case"):
        explain(run(case, weeks=1), run(case.replace(**{"warehouse.damage": 0.5}), weeks=1))


def test_an_unknown_measure_is_named() -> None:
    before = run("corner", weeks=1)
    with pytest.raises(InputError, match=r"m13.*m01"):
        explain(before, before).sentence("m13")


@pytest.mark.parametrize(
    ("lever", "value", "term"),
    [
        ("price.level", 1.1, "term_money"),
        ("promise.hours", 24, "term_service"),
        ("relations.visits", {"A": 12, "B": 4}, "term_bond"),
        ("brand.advertising", 2_000_000, "term_known"),
    ],
)
def test_customers_changed_their_choice_for_the_term_that_the_lever_moves(
    lever: str, value: Any, term: str
) -> None:
    case = load_case("corner")
    base = case.policy.replace(**{"relations.managers": 3})
    before, after = (run(case, policy, weeks=26) for policy in (base, base.replace(**{lever: value})))
    orders = explain(before, after).orders
    chosen = orders[orders["stage"] == "choice"]
    assert chosen["cause"].value_counts().idxmax() == term
    assert not set(orders.loc[orders["stage"] != "choice", "cause"]) & set(TERMS)


@pytest.mark.parametrize(
    "levers",
    [
        {"price.level": 1.2},
        {"promise.hours": 24},
        {"fleet.vehicles": 1},
        {"price.express_surcharge": 400},
        {"loyalty.points": 0.1},
        {"relations.managers": 3, "loyalty.integration": 0.5},
    ],
)
def test_no_term_of_value_is_forgotten(levers: dict[str, Any]) -> None:
    """What the terms of memory, price and promise leave of a customer's value is the image, one number for all who are there.

    For customers who moved away, it is the image at that time.
    """
    before, after = changed(levers, weeks=13)
    changes = utility_changes(before, after)
    customers = before.records["customers"]
    kinds = zip(customers["klass"].astype(str), customers["type"].astype(str), strict=True)
    image = changes[:, CHOICE_TERMS.index("term_image")] / [
        Weights.of(before.case, *kind).image for kind in kinds
    ]  # type: ignore[arg-type]
    image = image[customers["moved"].isna()]
    assert image == pytest.approx(image[0], abs=1e-9)
    assert (abs(image[0]) > 0.1) == ("fleet.vehicles" in levers)


def test_points_decide_where_they_are_given() -> None:
    before, after = changed({"loyalty.points": 0.1}, weeks=13)
    parts = explain(before, after).parts("orders")
    assert parts.iloc[0][["stage", "cause"]].tolist() == ["choice", "term_points"]
    assert parts.iloc[0]["change"] > 0
