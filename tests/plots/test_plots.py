from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

import sim
from sim import plots
from sim.base import i18n
from sim.base.errors import InputError
from sim.measures.kpis import kpi
from sim.measures.service_registry import MEASURES
from tests.support.honest_axes import lies
from tests.support.shared_runs import shared_run

OVERVIEWS = (
    plots.scorecard,
    plots.on_time_by_week,
    plots.stages,
    plots.causes,
    plots.money,
    plots.hourly_desk,
)
NAMES = [measure.id for measure in MEASURES if measure.id != "censored"]
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def year():
    return shared_run("corner", weeks=52)


@pytest.fixture(scope="module")
def idle(year):
    """A firm to which nothing happened."""
    kept = ("window", "customers")
    records = {name: table if name in kept else table.iloc[:0] for name, table in year.records.items()}
    return replace(year, records=records)


def pictures(run):
    """Every picture of a run, one by one, named."""
    orders = run.records["orders"]
    yield from ((draw.__name__, draw(run)) for draw in OVERVIEWS)
    yield from ((name, plots.measure(run, name)) for name in NAMES)
    for status, one in orders.groupby("status", observed=True)["order"].first().items():
        yield f"life of an order {status}", plots.order_life(run, int(one))


def words(figure: go.Figure) -> list[str]:
    """Every text of a figure that somebody reads."""
    found = []

    def collect(value, key=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                if name not in ("family", "template", "hovertemplate", "colorscale"):
                    collect(inner, name)
        elif isinstance(value, list | tuple):
            for inner in value:
                collect(inner, key)
        elif isinstance(value, str) and key in ("text", "name", "x", "y"):
            found.append(value)

    collect(json.loads(figure.to_json()))
    return [text for text in found if not re.fullmatch(r"[\d\s.,:%T–+()-]*", text)]


def numbers(values) -> list[float]:
    """The numbers of a trace; plotly keeps what it was given."""
    return [float("nan") if value is None else float(value) for value in values]


def test_every_measure_has_its_picture():
    assert list(plots.measures.PICTURES) == NAMES


def test_an_unknown_picture_is_one_sentence(year):
    with pytest.raises(InputError, match=r"m13.*m01"):
        plots.measure(year, "m13")
    with pytest.raises(InputError, match="-5"):
        plots.order_life(year, -5)


def test_pictures_are_small_and_titled(year):
    for name, figure in pictures(year):
        assert len(figure.to_json()) < MOST_BYTES, name
        assert figure.layout.title.text.strip("</b>"), name
        assert "Noto Sans CJK SC" in figure.layout.template.layout.font.family


@pytest.mark.slow
def test_a_run_of_ten_years_still_draws_small_pictures():
    run = sim.run("corner", weeks=520)
    for name, figure in pictures(run):
        assert len(figure.to_json()) < 5 * MOST_BYTES, name


def test_axes_tell_the_truth(year):
    assert {name: wrong for name, figure in pictures(year) if (wrong := lies(figure))} == {}


def test_where_nothing_happened_there_are_still_pictures(idle):
    drawn = dict(pictures(idle))
    assert len(drawn) == len(OVERVIEWS) + len(NAMES)
    assert sum("othing" in " ".join(words(figure)) for figure in drawn.values()) >= len(NAMES)


def test_a_week_is_enough():
    assert len(dict(pictures(sim.run("corner", weeks=1)))) > len(OVERVIEWS) + len(NAMES)


def test_score_card_shows_every_measure_with_its_value(year):
    figure = plots.scorecard(year)
    drawn = {
        label: value
        for trace in figure.data
        if trace.type == "bar" and trace.hoverinfo == "y+text"
        for label, value in zip(trace.y, trace.x, strict=True)
    }
    assert sorted(drawn.values()) == sorted(year.measures[name]["value"] for name in NAMES)
    assert drawn["8. on time"] == year.measures["m08"]["value"]


def test_weeks_add_up_to_the_share_on_time(year):
    share, _worst, *late, count = plots.on_time_by_week(year).data
    assert len(share.x) == year.weeks
    kept = np.nansum(np.array(numbers(share.y)) * numbers(count.y))
    assert sum(count.y) == year.measures["m08"]["n"]
    assert kept / sum(count.y) == pytest.approx(year.measures["m08"]["value"], abs=1e-5)
    assert sum(sum(bar.y) for bar in late) == pytest.approx(sum(count.y) - kept, abs=0.5)


def test_the_worst_weeks_say_what_made_orders_late(year):
    share, worst, *late, _count = plots.on_time_by_week(year).data
    lowest = sorted(range(year.weeks), key=lambda week: share.y[week])[: len(worst.x)]
    assert {share.x[week] for week in lowest} == set(worst.x)
    colours = {bar.marker.color: bar for bar in late}
    for when, colour, text in zip(worst.x, worst.marker.color, worst.text, strict=True):
        week = share.x.index(when)
        assert colours[colour].y[week] == max(bar.y[week] for bar in late)
        number, all_late = colours[colour].y[week], sum(bar.y[week] for bar in late)
        assert text.startswith(f"{all_late} of ") and f"late: {colours[colour].name} {number}" in text
        assert share.text[week] == text


def test_stages_add_up_to_the_time_to_the_door(year):
    orders = year.records["orders"]
    orders = orders[(orders["promised"] >= 0) & (orders["promised"] < year.weeks * 7 * 86400)]
    orders = orders[orders["status"] == "delivered"]
    mean = (
        ((orders["delivered"] - orders["placed"]) / 3600)
        .astype(float)
        .groupby(orders["klass"], observed=True)
        .mean()
    )
    bars = [trace for trace in plots.stages(year).data if trace.type == "bar"]
    assert [sum(bar.x[i] for bar in bars) for i in range(3)] == pytest.approx(mean.tolist())


def test_causes_stand_in_order_and_sum_to_all(year):
    bars, line = plots.causes(year).data
    assert all(one >= two for one, two in pairwise(bars.y[:-1]))
    assert list(line.y) == pytest.approx(np.cumsum(bars.y).tolist())  # on one axis
    assert line.y[-1] == pytest.approx(1) and line.yaxis is None and bars.yaxis is None
    orders = year.records["orders"]
    failed = (orders["cause"].notna() & (orders["placed"] >= 0)).sum()
    assert sum(int(text) for text in bars.text) == failed


@pytest.mark.parametrize(("code", "fen"), [("en", 1000_00), ("zh", 10_000_00)])
def test_money_adds_up_to_the_profit_in_the_languages_own_unit(year, code, fen):
    with i18n.using(code):
        (steps,) = plots.money(year).data
    assert sum(steps.x[:-1]) == pytest.approx(steps.x[-1])
    assert steps.x[-1] == pytest.approx(year.money["profit"] / fen)


def test_goods_without_stock_agree_with_the_measure(year):
    (line,) = plots.measure(year, "m02").data
    value = year.measures["m02"]
    assert len(line.y) == year.weeks * 7
    assert 1 - np.mean(line.y) / value["n"] == pytest.approx(value["value"], abs=1e-5)


def test_order_cycles_are_all_drawn(year):
    cycle, promised = plots.measure(year, "m04").data
    assert sum(cycle.y) == sum(promised.y) == year.measures["m04"]["n"]


def test_requests_of_every_week_are_all_drawn(year):
    granted, refused = plots.measure(year, "m10").data
    value = year.measures["m10"]
    assert sum(granted.y) + sum(refused.y) == value["n"]
    assert sum(granted.y) == pytest.approx(value["value"] * value["n"])


def test_seven_rights_are_those_of_the_measure(year):
    failed, alone = plots.measure(year, "perfect").data
    assert sorted(failed.x) == sorted(year.measures["perfect"]["failed_rights"].values())
    assert all(one <= two for one, two in zip(alone.x, failed.x, strict=True))


def test_a_life_is_drawn_from_the_first_contact_to_the_door(year):
    orders = year.records["orders"]
    late = orders[(orders["delivered"] > orders["promised"]).fillna(False)].iloc[0]
    figure = plots.order_life(year, int(late["order"]))
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert sum(bar.x[0] for bar in bars) / 1000 == late["delivered"] - late["placed"]
    assert all(bar.text in bar.y[0] for bar in bars)  # beside the names, where no line runs through them
    start = np.datetime64(year.case.calendar.start, "s")
    moments = {note.text: np.datetime64(note.x, "s") for note in figure.layout.annotations}
    assert moments["promised"] - start == np.timedelta64(int(late["promised"]), "s")
    assert moments["delivered"] - start == np.timedelta64(int(late["delivered"]), "s")


def test_desk_shows_the_clerks_of_the_policy():
    hourly = [0] * 8 + [2] * 6 + [1] * 6 + [0] * 4
    policy = sim.load_case("corner").policy.replace(**{"desk.clerks": hourly})
    figure = plots.hourly_desk(sim.run("corner", policy, weeks=2))
    assert [list(trace.y) for trace in figure.data if "clerks" in (trace.name or "")] == [hourly]


def test_a_waterfall_shows_the_change_from_zero():
    parts = [("a", 0.02), ("b", -0.005)]
    figure = plots.waterfall("on time", parts, ("all", 0.015), kpi("m08"), 2)
    (steps,) = figure.data
    assert steps.y == ("a", "b", "all")
    assert steps.x == pytest.approx((2.0, -0.5, 1.5))
    assert steps.text == ("+2.00 points", "-0.50 points", "+1.50 points")
    low, high = figure.layout.xaxis.range
    assert low < 0 and high > 2
    assert figure.layout.xaxis.title.text == "on time: change, points"
    assert plots.waterfall("x", [], ("y", 0.0), kpi("left"), 0).layout.xaxis.title.text == (
        "customers who left: change"
    )


def test_steps_too_small_to_be_seen_are_drawn_as_one():
    parts = [("a", 2.0), ("b", 0.01), ("c", -0.5), ("d", -0.02)]
    (steps,) = plots.waterfall("order cycle", parts, ("all", 1.49), kpi("m04"), 2).data
    assert steps.y == ("a", "c", "others", "all")
    assert steps.x == pytest.approx((2.0, -0.5, -0.01, 1.49))


def test_chinese_pictures_hold_no_english_and_english_ones_no_chinese(year):
    with i18n.using("zh"):
        chinese = [text for _name, figure in pictures(year) for text in words(figure)]
    latin = {text for text in chinese if re.search("[A-Za-z]{2}", text.replace("EDI", "").replace("<b>", ""))}
    assert latin == set()
    english = " ".join(text for _name, figure in pictures(year) for text in words(figure))
    assert not re.search("[\u4e00-\u9fff]", english)


def test_jupyter_gets_data_and_no_script():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as S; s = S.instance()\n"
        "from sim import plots; import plotly.io as pio; print(pio.renderers.default)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["plotly_mimetype"]


def test_a_window_shows_its_own_weeks() -> None:
    result = shared_run("corner", weeks=13)
    window = result.window(4, 8)
    for name in ("m08", "m10"):
        whole, part = (plots.measure(one, name).data[0] for one in (result, window))
        assert list(part.x) == list(whole.x)[4:8]
    whole, part = (plots.on_time_by_week(one).data[0] for one in (result, window))
    assert list(part.y) == list(whole.y)[4:8]


def test_no_step_that_can_be_seen_reads_as_zero():
    parts = [("a", 0.0021), ("b", -0.00005)]
    (steps,) = plots.waterfall("on time", parts, ("all", 0.002), kpi("m08"), 2).data
    assert steps.text == ("+0.210 points", "-0.005 points", "+0.20 points")


def test_costs_too_small_for_the_unit_are_drawn_as_one():
    with i18n.using("zh"):
        (steps,) = plots.money(shared_run("corner", weeks=2)).data
    assert steps.y[-2] == "其余各项费用"
    assert "-0" not in steps.text and "0.0" not in steps.text[:-2]


def test_a_quarter_names_each_month_once():
    assert plots.on_time_by_week(shared_run("corner", weeks=13)).layout.xaxis.dtick == "M1"
