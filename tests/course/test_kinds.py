"""Kinds of answers: a right answer in any reasonable form is right, a wrong one earns what the one rule says."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.course.answers.kinds import Date, Number, OneOf, TupleOf, share
from sim.course.answers.names import Named, Words, each
from sim.course.answers.plain import Other, crossed, from_json, to_json
from sim.course.answers.plans import (
    Document,
    Experiment,
    Feasible,
    NearBest,
    Rerun,
    Scored,
    Worth,
    verdict,
    verdicts,
)
from sim.course.answers.tables import Frame
from sim.course.answers.units import UNITS, other_unit

NAN = float("nan")
FRAME = pd.DataFrame({"order": [1, 2], "hours": [1.0, None], "word": ["a", None]})
HOURS = Named({"mean": Number("hours"), "share": share()})
EXPERIMENT = Experiment((0, 1, 2), Number(), {"mean": Number()})
RERUN = Rerun(lambda number: 2.0 * number, (1, 2), lambda runs: {"mean": sum(runs.values()) / 3})
RUNS = {"runs": {0: 0, 1: 2, 2: 4}, "mean": 2.0}
OTHER_RUNS = {"runs": {0: 0, 1: 2, 2: 2}, "mean": 4 / 3}
UNCLEAR = "no clear difference"
MONDAY = pd.Timestamp(2024, 3, 4)
BOTH = Frame(("order",), ("hours", "word"))
DOCUMENT = Document({"aim": (3, 20), "cost": (3, 20)})


@pytest.mark.parametrize(
    ("kind", "right", "same", "other"),
    [
        (share(), 0.5, [0.5, 0.50005, np.float64(0.5)], [0.51, 50, None, "0.5", True, NAN, [0.5]]),
        (share(allow_nan=True), NAN, [NAN, pd.NA, np.nan, pd.NaT], [0.0, None]),
        (Number("hours"), math.inf, [math.inf], [1e9, -math.inf]),
        (Number(), 1e-4, [1e-4], [9e-4]),
        (Number(), 1234567.8912, [1234567.89], [1234700.0]),
        (Number(), 3, [3, 3.0, np.int64(3), np.float32(3)], [4, "3", 10**400]),
        (TupleOf((Number(), share())), (1, 0.5), [(1, 0.5), [1, 0.5], np.array([1, 0.5])], [(1,), 0.5, (1, 0.6)]),
        (OneOf(("a", 48)), "a", ["a", " a "], ["b", ["a"], None, 48]),
        (OneOf((48, 0.7)), 48, [48, 48.0, np.int64(48)], [47, "48", True]),
        (OneOf((0.7, 0.8)), 0.7, [0.7, 0.7000000000000001, np.float64(0.7)], [0.71]),
        (each(share()), {"A": 0.1}, [{"A": 0.1}, pd.Series({"A": 0.1})], [{"B": 0.1}, None, 0.1]),
        (each(share()), pd.Series({9: 0.1, 10: 0.2}), [{10: 0.2, 9: 0.1}, pd.Series({9.0: 0.1, 10.0: 0.2})], [{}]),
        (Words(), ["x", "y"], [["y", "x"], {"x", "y"}, ("x", "y"), pd.Series(["x", "y"]), pd.Index(["y", "x"])], [None]),
        (Words(("a", "b", "c")), ["a", "c"], ["ac", "ca", "c, a", ["a", "c"]], ["b", "b b"]),
        (Words(ordered=True), ["x", "y"], [["x", "y"]], [["y", "x"]]),
        (Date(), MONDAY, ["2024-03-04", pd.Timestamp(2024, 3, 4, 9), np.datetime64("2024-03-04")], ["x", 5]),
        (BOTH, FRAME, [FRAME, FRAME.iloc[::-1], FRAME.set_index("order")], [FRAME.iloc[:0], None]),
        (EXPERIMENT, RERUN, [RUNS, {"mean": 2, "runs": pd.Series([0.0, 2.0, 4.0])}], [OTHER_RUNS]),
        (verdicts(["a"]), {"a": ("higher", UNCLEAR)}, [{"a": "higher"}, {"a": UNCLEAR}], [{"a": "lower"}]),
    ],
)  # fmt: skip
def test_answers_are_compared_by_what_they_mean(kind, right, same, other):
    assert [kind.share(crossed(answer), right) for answer in same] == [1.0] * len(same)
    assert [kind.problem(crossed(answer)) for answer in same] == [None] * len(same)
    assert [kind.share(crossed(answer), right) for answer in other] == [0.0] * len(other)


def test_of_several_names_each_earns_its_share_and_an_extra_one_costs_as_much():
    right = {"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4}
    kind = each(share())
    assert kind.share({**right, "b": 0.9}, right) == 0.75
    assert kind.share({**right, "e": 0.9}, right) == 0.75
    assert kind.share({name: right[name] for name in "abc"}, right) == 0.75
    assert kind.share({**right, **dict.fromkeys("efghijk", 0.1)}, right) == 0.0


def test_words_follow_the_same_rule_and_ranks_count_pairs():
    assert Words().share(["x", "y", "z"], ["x", "y", "w", "v"]) == 0.25
    assert Words(ordered=True).share(["a", "c", "b", "d"], ["a", "b", "c", "d"]) == pytest.approx(5 / 6)
    assert Words(ordered=True).share(["d", "c", "b", "a"], ["a", "b", "c", "d"]) == 0.0
    # Leaving a word out, or adding one, is no way to more.
    assert Words(ordered=True).share(["d", "c", "b"], ["a", "b", "c", "d"]) == 0.0
    assert Words(ordered=True).share(["b", "c", "d"], ["a", "b", "c", "d"]) == 0.5
    assert Words(ordered=True).share(["a", "b", "c", "d", "e"], ["a", "b", "c", "d"]) == 0.5


def test_cells_of_a_table_earn_their_share_unless_only_the_whole_counts():
    cells, whole = Frame(("order",), ("hours",)), Frame(("order",), ("hours",), whole=True)
    right = pd.DataFrame({"order": [1, 2, 3, 4], "hours": [1.0, 2.0, 3.0, 4.0]})
    wrong = right.assign(hours=[1.0, 2.0, 3.0, 240.0])
    assert cells.share(wrong, right) == 0.75 and whole.share(wrong, right) == 0.0
    assert cells.share(pd.concat([right, right.iloc[:1]]), right) == 0.75
    assert cells.where(wrong, right) == "column hours"
    assert "3" in cells.where(right[right["order"] != 3], right)
    assert "7" in cells.where(pd.concat([right, right.iloc[:1].assign(order=7)]), right)
    several, named = Frame(("order", "hours"), ("word",)), right.assign(word="a")
    assert several.share(named, named) == 1.0 and several.share(named.iloc[:2], named) == 0.5


def test_a_decision_is_judged_by_what_it_is_worth():
    worth = Worth({"a": 100.0, "b": 99.0, "c": 97.5, "d": 50.0}.get, best=100.0, slack=1.0)
    kind = NearBest(OneOf(tuple("abcde")))
    assert [kind.share(name, worth) for name in "abcde"] == [1.0, 1.0, 0.5, 0.0, 0.0]
    assert Scored(Number()).share(3.0, lambda answer: answer / 4) == 0.75
    assert Scored(Number()).share("x", lambda answer: 1.0) == 0.0


def test_a_plan_earns_a_share_for_each_rule_that_it_keeps():
    rules = {
        "within budget": lambda plan: sum(plan.values()) <= 10,
        "nobody left out": lambda plan: len(plan) == 2,
    }
    kind = Feasible(each(Number()))
    assert kind.share({"a": 3, "b": 3}, rules) == 1.0
    assert kind.wrong({"a": 30, "b": 3}, rules) == ("within budget",)
    assert kind.share({"a": 30}, rules) == 0.0


def test_own_runs_are_simulated_again_and_the_rest_is_computed_from_them():
    runs = {0: 5.0, 1: 2.0, 2: 4.0}  # 0 is not among those that are tried
    assert EXPERIMENT.share({"runs": runs, "mean": 11 / 3}, RERUN) == 1.0
    assert EXPERIMENT.share({"runs": runs, "mean": 2.0}, RERUN) == 0.5
    assert EXPERIMENT.problem({"runs": {0: 1.0}, "mean": 1.0}) is not None


def test_a_document_has_its_headings_in_sequence_with_the_numbers_of_the_run():
    right = {"cost": ["4,200"]}
    assert DOCUMENT.share({"aim": "to learn", "cost": "CNY 4,200"}, right) == 1.0
    assert DOCUMENT.share({"aim": "to learn", "cost": "CNY 4,300"}, right) == 0.5
    assert DOCUMENT.share({"cost": "CNY 4,200", "aim": "to learn"}, right) < 1.0
    assert "characters" in DOCUMENT.problem({"aim": "to", "cost": "CNY 4,200"})


def test_between_sure_and_unsure_both_verdicts_can_be_defended():
    noise = pd.Series([-1.0, 1.0] * 8)
    assert verdict(noise + 9) == ("higher",) and verdict(noise - 9) == ("lower",)
    assert verdict(noise) == ("no clear difference",)
    assert verdict(noise + 0.7) == ("higher", "no clear difference")
    assert verdict(noise * 0 + 1) == ("higher",)


def test_a_number_in_another_unit_is_told_and_so_is_a_rounded_one():
    for unit, others in UNITS.items():
        for factor, name in others:
            assert other_unit(0.37 * factor, 0.37, unit) == name
    assert "minutes" in Number("hours").in_other_unit(120.0, 2.0)
    assert "rounded" in share().in_other_unit(0.56, 5 / 9)
    assert HOURS.in_other_unit({"mean": 120.0, "share": 0.5}, {"mean": 2.0, "share": 0.5}).startswith("mean")


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (np.int64(3), 3),
        ((1, "a"), [1, "a"]),
        ({np.int64(1): np.float32(0.5)}, {1: 0.5}),
        ({("A", 1): 2}, {("A", 1): 2}),
        ({3, 1}, [1, 3]),
        (np.timedelta64(90, "s"), pd.Timedelta(seconds=90)),
        (len, Other("builtin_function_or_method")),
        ({"f": object()}, {"f": Other("object")}),
        ({1: 2}.keys(), [1]),
    ],
)
def test_values_cross_as_plain_data(value, arrives):
    assert crossed(value) == arrives
    assert from_json(to_json(value)) == arrives


def test_tables_cross_with_their_types_and_odd_ones_do_not():
    table = pd.DataFrame(
        {"n": [1, 2], "t": pd.to_datetime(["2024-03-04", None]), "w": ["a", None]}, index=[5, 6]
    )
    pd.testing.assert_frame_equal(crossed(table), table)
    series = pd.Series([0.5, 0.2], index=["A", "B"], name="x")
    pd.testing.assert_series_equal(crossed(series), series)
    assert crossed(pd.DataFrame({"o": [object()]})) == Other("DataFrame")
    assert from_json(to_json(table))["t"].tolist() == table["t"].tolist()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)
KINDS = (
    (share(), 0.5),
    (HOURS, {"mean": 2.0, "share": 0.5}),
    (each(share()), {"A": 0.1}),
    (TupleOf((Number(), share())), (1, 0.5)),
    (OneOf(("a", 1)), "a"),
    (Words(("a", "b")), ["a"]),
    (Words(ordered=True), ["a", "b"]),
    (Date(), pd.Timestamp(2024, 1, 1)),
    (Frame(("order",), ("hours",)), FRAME),
    (EXPERIMENT, RERUN),
    (DOCUMENT, {}),
    (NearBest(Number()), Worth(lambda value: value, 1.0, 0.1)),
)


@settings(deadline=None, max_examples=60)
@given(values)
def test_no_answer_makes_a_kind_fail_and_a_share_lies_between_0_and_1(value):
    arrived = crossed(value)
    for kind, right in KINDS:
        kind.problem(arrived)
        assert 0 <= kind.share(arrived, right) <= 1
        assert kind.share(arrived, right) < 1 or not kind.wrong(arrived, right)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from("ABCDEF"), st.floats(0, 1), min_size=1), st.randoms())
def test_a_right_answer_is_right_in_any_sequence_and_form(right, luck):
    names = list(right)
    luck.shuffle(names)
    shuffled = {name: np.float64(right[name]) for name in names}
    for form in (shuffled, pd.Series(shuffled), {name: right[name] + 1e-6 for name in names}):
        assert each(share()).share(crossed(form), right) == 1
