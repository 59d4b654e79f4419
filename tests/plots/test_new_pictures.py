"""Costs, failures, hours of single customers, customers kept, map of deliveries, Gantt chart, and shares over replications."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim import ideal_twin, load_case, plots, run, service_path
from sim.base.errors import InputError
from sim.measures.cost import cost_of_service
from sim.measures.failure_losses import customer_hours, failure_losses
from sim.measures.survival import survival
from tests.support.hand_records import emptied
from tests.support.shared_runs import shared_run


@pytest.fixture(scope="module")
def levels():
    corner = load_case("corner")
    years = {
        level: [run(corner, service_path(level, corner), weeks=8, replication=number) for number in range(2)]
        for level in (0.2, 0.5, 0.9)
    }
    return {level: [(one, ideal_twin(one)) for one in found] for level, found in years.items()}


def test_the_cost_curve_adds_up_and_marks_the_lowest_total(levels):
    service, failure, total, lowest, *close = plots.cost_curve(levels).data
    for place, twins in enumerate(levels.values()):
        costs = [cost_of_service(*pair) for pair in twins]
        assert total.y[place] == pytest.approx(sum(cost["value"] for cost in costs) / 2 / 100_000, abs=1e-3)
        assert service.y[place] + failure.y[place] == pytest.approx(total.y[place], abs=2e-3)
    assert lowest.y == (min(total.y),) and total.error_y.array is not None
    for ring in close:
        assert set(ring.x) < set(levels) - set(lowest.x)


def test_one_run_a_level_has_no_interval_and_says_so(levels):
    fig = plots.cost_curve({level: found[0] for level, found in levels.items()})
    assert all(trace.error_y.array is None for trace in fig.data)
    assert "luck" in fig.layout.title.subtitle.text


def test_a_cost_curve_needs_levels_of_equal_replications(levels):
    with pytest.raises(InputError, match="two levels"):
        plots.cost_curve({0.5: levels[0.5]})
    with pytest.raises(InputError, match="same number"):
        plots.cost_curve({0.2: levels[0.2], 0.5: levels[0.5][:1]})


def test_customers_kept_are_those_of_the_table_with_their_interval():
    year = shared_run("corner", weeks=52)
    (line,) = plots.survival({"today": year}).data
    table = survival(year.records)
    assert list(line.y) == pytest.approx(table["kept"].tolist(), abs=1e-4)
    assert line.y[-1] - line.error_y.arrayminus[-1] == pytest.approx(table["low"].iloc[-1], abs=1e-3)
    assert not plots.survival({"a": shared_run("corner", weeks=2, market="frozen")}).data
    with pytest.raises(InputError, match="no run"):
        plots.survival({})


def test_the_map_shows_every_centre_at_its_distance():
    year = shared_run("corner", weeks=52)
    dots = next(trace for trace in plots.delivery_map(year).data if trace.text is not None)
    distance = {str(centre.name): centre.km for centre in year.case.centres}
    radius = {name: math.hypot(x, y) for name, x, y in zip(dots.text, dots.x, dots.y, strict=True)}
    assert set(radius) == set(distance)
    by_radius = sorted(radius, key=radius.get)
    assert [distance[name] for name in by_radius] == sorted(distance.values())
    assert sum(int(text.split()[0].replace(",", "")) for text in dots.customdata) == year.measures["m08"]["n"]


def test_the_chart_of_a_plan_shows_slack_and_what_is_critical():
    fig = plots.gantt({"a": 2, "b": 5, "c": 1}, {"c": ["a", "b"]}, who={"a": "Li"})
    slips, critical, slack = fig.data
    assert list(slips.y) == ["a (Li)"] and list(critical.y) == ["b", "c"]
    assert list(critical.base) == [0, 5] and list(slack.x) == [3] and list(slack.base) == [2]
    assert "6" in fig.layout.title.text


def test_a_plan_of_ones_own_shows_what_begins_too_early():
    fits, early = plots.gantt({"a": 2, "b": 1}, {"b": ["a"]}, start={"a": 1, "b": 2}).data
    assert list(fits.y) == ["a"] and list(early.y) == ["b"] and list(early.base) == [2]
    with pytest.raises(InputError, match="no task c"):
        plots.gantt({"a": 1}, start={"c": 0})


def test_a_plan_shows_who_has_two_tasks_at_once():
    who = {"a": "Li", "b": "Li", "c": "Wu"}
    fits, clash = plots.gantt({"a": 2, "b": 2, "c": 2}, start={"a": 0, "b": 1, "c": 1}, who=who).data
    assert list(fits.y) == ["c (Wu)"] and list(clash.y) == ["a (Li)", "b (Li)"]
    (fits, clash) = plots.gantt({"a": 2, "b": 2}, start={"a": 0, "b": 2}, who={"a": "Li", "b": "Li"}).data
    assert len(fits.y) == 2 and len(clash.y) == 0


def test_shares_of_replications_carry_their_interval():
    runs = [run("corner", weeks=26, replication=number) for number in range(3)]
    (mean,) = plots.shares({"a": runs}).data
    singles = [plots.shares({"a": one}).data[0] for one in runs]
    assert mean.y[0] == pytest.approx(sum(line.y[0] for line in singles) / 3, abs=1e-3)
    assert mean.error_y.array[0] > 0 and singles[0].error_y.array is None
    assert plots.shares({"a": runs[0]}).layout.yaxis.rangemode == "tozero"


def test_hours_of_customers_stand_beside_those_of_all_others():
    year = shared_run("corner", weeks=8)
    fig = plots.customer_stages(year, [3, 0])
    assert [trace.y for trace in fig.data] == [("customer 3", "customer 0", "all others")] * 6
    hours = customer_hours(year.records)
    others = hours[~hours["customer"].isin([0, 3])]
    assert [trace.x[2] for trace in fig.data] == pytest.approx(
        others.drop(columns="customer").mean().tolist()
    )
    assert fig.layout.xaxis.rangemode == "tozero"
    nothing = emptied(year.records)
    assert plots.customer_stages(replace(year, records=nothing), [0]).layout.annotations


def test_on_a_grey_line_the_cost_in_sum_is_the_same_and_every_dot_is_named():
    year = shared_run("corner", weeks=26)
    *lines, dots = plots.losses(year).data
    table = failure_losses(year.records)
    table = table[table["lost"] > 0]
    assert dots.text[0] == "delivered late" and len(dots.text) == len(table)
    assert [x * y for x, y in zip(dots.x, dots.y, strict=True)] == pytest.approx(table["lost"].tolist())
    for line in lines:
        assert [x * y for x, y in zip(line.x, line.y, strict=True)] == pytest.approx(
            [line.x[0] * line.y[0]] * len(line.x)
        )
    assert max(x * y for x, y in zip(dots.x, dots.y, strict=True)) == pytest.approx(
        lines[0].x[0] * lines[0].y[0]
    )
    assert plots.losses(replace(year, records=emptied(year.records))).layout.annotations
