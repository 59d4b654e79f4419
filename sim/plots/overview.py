"""The firm at a glance: score card, weeks, stages, causes, money."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, GREY, ORANGE, PALE, RED
from sim.measures.money import INCOME
from sim.measures.run import Run
from sim.measures.service import BY_ID, bounds, delivered_times
from sim.plots.style import STAGE_COLOURS, figure, lying, money_unit, nothing, upright
from sim.records.labels import ACCOUNTS, CAUSES, STAGES, word

SHARES = ("m01", "m02", "m03", "m07", "m08", "m09", "m10", "m11", "m12", "perfect")
TIMES = ("m04", "m05", "m06")
MOST_CAUSES = 10
"""Further causes are drawn as one."""


def scorecard(run: Run) -> go.Figure:
    """The twelve measures and the perfect orders: shares as bars from 0 to 100 %, times as bars in hours."""
    made = figure(
        _("The twelve service measures: {firm}").format(firm=run.case.title),
        _("blue, green: more is better; orange: less is better"),
        height=540,
        barmode="overlay",
    )
    made.set_subplots(rows=2, cols=1, row_heights=[10, 3], vertical_spacing=0.12)
    for row, (names, unit) in enumerate(((SHARES, "share"), (TIMES, "hours")), start=1):
        values = [run.measures[name]["value"] for name in names]
        labels = [_label(name) for name in names]
        if unit == "share":
            made.add_bar(
                y=labels,
                x=[1] * len(names),
                orientation="h",
                marker_color=PALE,
                hoverinfo="skip",
                row=row,
                col=1,
            )
        made.add_bar(
            y=labels,
            x=values,
            orientation="h",
            marker_color=[
                ORANGE if BY_ID[n].better < 0 else GREEN if n == "perfect" else BLUE for n in names
            ],
            hoverinfo="y",
            row=row,
            col=1,
        )
        made.add_scatter(
            y=labels,
            x=[1] * len(names) if unit == "share" else values,
            text=[f" {quantity(value, unit)}" for value in values],
            mode="text",
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            row=row,
            col=1,
        )
    longest = max((v for v in (run.measures[n]["value"] for n in TIMES) if v == v), default=1.0)
    lying(made)
    made.update_xaxes(range=[0, 1.1], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], row=1, col=1)
    made.update_xaxes(range=[0, longest * 1.12], title_text=_("hours"), row=2, col=1)
    return made


def _label(name: str) -> str:
    text = _(BY_ID[name].name)
    return text if name == "perfect" else f"{int(name[1:])}. {text}"


def stages(run: Run) -> go.Figure:
    """Where the time goes: mean hours of a delivered order in each stage, by customer class."""
    title = _("Where the time goes: from first contact to the door")
    times = delivered_times(run.records)
    if times.empty:
        return nothing(title)
    klass = run.records["orders"].set_index("order")["klass"].reindex(times.index)
    means = times.groupby(klass, observed=True).mean()
    labels = [_("class {name}").format(name=name) for name in means.index]
    made = figure(
        title,
        _("mean hours of a delivered order, by customer class"),
        height=350,
        legend=True,
        barmode="stack",
    )
    for stage in means.columns:
        made.add_bar(
            name=word(STAGES, stage),
            y=labels,
            x=means[stage].tolist(),
            orientation="h",
            marker_color=STAGE_COLOURS[stage],
            hovertemplate="%{y}: %{x:.2f}",
        )
    made.add_scatter(
        y=labels,
        x=means.sum(axis=1).tolist(),
        text=[f" {quantity(total, 'hours')}" for total in means.sum(axis=1)],
        mode="text",
        textposition="middle right",
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
    lying(made)
    made.update_xaxes(title_text=_("hours"), range=[0, float(means.sum(axis=1).max()) * 1.12])
    return made


def causes(run: Run) -> go.Figure:
    """What went wrong, most frequent cause first, with the cumulated share (Pareto)."""
    start, end = bounds(run.records)
    orders = run.records["orders"]
    count = orders.loc[(orders["placed"] >= start) & (orders["placed"] < end), "cause"].value_counts()
    count = count[count > 0]
    total = int(count.sum())
    if not total:
        return nothing(_("What went wrong"), _("Nothing went wrong in these weeks."))
    labels = [word(CAUSES, str(name)) for name in count.index[:MOST_CAUSES]]
    values = count.tolist()[:MOST_CAUSES]
    if len(count) > MOST_CAUSES:
        labels.append(_("others"))
        values.append(total - sum(values))
    made = figure(
        _("What went wrong: {orders} orders").format(orders=f"{total:,}"),
        _("bars: orders by their first cause; line: cumulated share"),
        height=480,
    )
    made.add_bar(
        x=labels,
        y=values,
        marker_color=BLUE,
        text=[f"{v:,}" for v in values],
        textposition=["inside", *["outside"] * (len(values) - 1)],  # the line starts on top of the first bar
        insidetextanchor="middle",
        cliponaxis=False,
    )
    made.add_scatter(
        x=labels,
        y=(np.cumsum(values) / total).tolist(),
        yaxis="y2",
        mode="lines+markers",
        line_color=RED,
        hovertemplate="%{x}: %{y:" + ".0%}<extra></extra>",
    )
    upright(made, slanted=True)
    made.update_layout(
        yaxis={"title_text": _("orders"), "range": [0, total * 1.08], "tickformat": ","},
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "range": [0, 1.08],
            "tickformat": ".0%",
            "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1],
            "showgrid": False,
        },
    )
    return made


def money(run: Run) -> go.Figure:
    """Income, the costs by account, and what is left of it."""
    fen, unit = money_unit()
    accounts = {name: amount for name, amount in run.money["accounts"].items() if amount}
    if not accounts:
        return nothing(_("Money: from income to profit"))
    earned = [name for name in accounts if name in INCOME]
    spent = sorted((name for name in accounts if name not in INCOME), key=lambda name: accounts[name])
    profit = run.money["profit"]
    names = [*earned, *spent]
    values = [accounts[name] / fen for name in names]
    labels = [*(word(ACCOUNTS, name) for name in names), _("profit") if profit >= 0 else _("loss")]
    made = figure(
        _("Money: from income to profit"),
        _("{unit}; income {income}, cost {cost}").format(
            unit=unit, income=f"{run.money['income'] / fen:,.0f}", cost=f"{run.money['cost'] / fen:,.0f}"
        ),
        height=150 + 25 * len(labels),
    )
    made.add_waterfall(
        orientation="h",
        y=labels,
        x=[*values, profit / fen],
        measure=[*["relative"] * len(names), "total"],
        text=[f"{value:,.0f}" for value in [*values, profit / fen]],
        textposition="outside",
        cliponaxis=False,
        increasing_marker_color=BLUE,
        decreasing_marker_color=ORANGE,
        totals_marker_color=GREEN if profit >= 0 else RED,
        connector_line_color=GREY,
        hoverinfo="y+text",
    )
    lying(made)
    levels = np.cumsum(values)
    low, high = min(0.0, *levels), max(0.0, *levels)
    made.update_xaxes(
        title_text=unit, tickformat=",.0f", range=[low - 0.1 * (high - low), high + 0.1 * (high - low)]
    )
    return made
