"""The firm at a glance: score card, stages, causes, money."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, GREY, ORANGE, PALE, RED, STAGE_COLOURS
from sim.measures.money import INCOME
from sim.measures.orders import stage_hours
from sim.measures.run import Run
from sim.measures.service_registry import EXPLAINED, Measure
from sim.measures.window import placed_in_window
from sim.plots.style import (
    empty_figure,
    figure,
    first_on_top,
    label_columns,
    money_unit,
    with_statistic,
)
from sim.records.labels import ACCOUNTS, CAUSES, STAGES, word

SHARES = [measure for measure in EXPLAINED if measure.unit == "share"]
TIMES = [measure for measure in EXPLAINED if measure.unit == "hours"]
SMALL = 0.003
"""Costs below this share of the income are drawn as one: alone they could not be seen."""
MOST_CAUSES = 10
"""Further causes are drawn as one."""


def scorecard(run: Run) -> go.Figure:
    """Draw the twelve service measures and the perfect orders.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Shares as bars from 0 to 100 %, times as bars in hours.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.scorecard(run("corner", weeks=2)).layout.title.text
    '<b>The twelve service measures: Corner Logistics</b>'
    """
    fig = figure(
        _("The twelve service measures: {firm}").format(firm=run.case.title),
        _("blue: more is better; orange: less is better"),
        height=540,
        barmode="overlay",
    )
    fig.set_subplots(rows=2, cols=1, row_heights=[10, 3], vertical_spacing=0.12)
    for row, (measures, unit) in enumerate(((SHARES, "share"), (TIMES, "hours")), start=1):
        values = [run.measures[measure.id]["value"] for measure in measures]
        labels = [_label(measure) for measure in measures]
        if unit == "share":
            fig.add_bar(
                y=labels,
                x=[1] * len(measures),
                orientation="h",
                marker_color=PALE,
                hoverinfo="skip",
                row=row,
                col=1,
            )
        fig.add_bar(
            y=labels,
            x=values,
            orientation="h",
            marker_color=[_colour(measure) for measure in measures],
            hoverinfo="y+text",
            text=[quantity(value, unit) for value in values],
            textposition="none",
            row=row,
            col=1,
        )
        fig.add_scatter(
            y=labels,
            x=[1] * len(measures) if unit == "share" else values,
            text=[f" {quantity(value, unit)}" for value in values],
            mode="text",
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            row=row,
            col=1,
        )
    longest = max((v for v in (run.measures[m.id]["value"] for m in TIMES) if v == v), default=1.0)
    first_on_top(fig)
    fig.update_xaxes(range=[0, 1.1], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], row=1, col=1)
    fig.update_xaxes(range=[0, longest * 1.12], title_text=_("hours"), row=2, col=1)
    return fig


def _label(measure: Measure) -> str:
    name = with_statistic(measure.id, measure.name)
    return f"{int(measure.number[1:])}. {name}" if measure.number else name


def _colour(measure: Measure) -> str:
    return ORANGE if measure.more_is_better is False else BLUE


def stages(run: Run) -> go.Figure:
    """Draw where the time of an order goes, by customer class.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Mean hours of a delivered order in each stage.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.stages(run("corner", weeks=2)).layout.title.text
    '<b>Where the time goes: from first contact to the door</b>'
    """
    title = _("Where the time goes: from first contact to the door")
    hours = stage_hours(run.records)
    if hours.empty:
        return empty_figure(title)
    klass = run.records["orders"].set_index("order")["klass"].reindex(hours.index)
    means = hours.groupby(klass, observed=True).mean()
    labels = [_("class {name}").format(name=name) for name in means.index]
    fig = figure(
        title,
        _("mean hours of a delivered order, by customer class"),
        height=350,
        legend=True,
        barmode="stack",
    )
    for stage in means.columns:
        fig.add_bar(
            name=word(STAGES, stage),
            y=labels,
            x=means[stage].tolist(),
            orientation="h",
            marker_color=STAGE_COLOURS[stage],
            hovertemplate="%{y}: %{x:.2f}",
        )
    totals = means.sum(axis=1)
    fig.add_scatter(
        y=labels,
        x=totals.tolist(),
        text=[f" {quantity(total, 'hours')}" for total in totals],
        mode="text",
        textposition="middle right",
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
    first_on_top(fig)
    fig.update_xaxes(title_text=_("hours"), range=[0, float(totals.max()) * 1.12])
    return fig


def causes(run: Run) -> go.Figure:
    """Draw what went wrong, the most frequent cause first (Pareto chart).

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Shares of the orders of the window by their first cause, and these added up, on one axis.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.causes(run("corner", weeks=2)).layout.title.text
    '<b>What went wrong: 19 orders</b>'
    """
    count = placed_in_window(run.records)["cause"].value_counts()
    count = count[count > 0]
    total = int(count.sum())
    if not total:
        return empty_figure(_("What went wrong"), _("Nothing went wrong in these weeks."))
    labels = [word(CAUSES, str(name)) for name in count.index[:MOST_CAUSES]]
    values = count.tolist()[:MOST_CAUSES]
    if len(count) > MOST_CAUSES:
        labels.append(_("others"))
        values.append(total - sum(values))
    fig = figure(
        _("What went wrong: {orders} orders").format(orders=f"{total:,}"),
        _("bars: share of the orders by their first cause, with their number; line: shares added up"),
        height=480,
    )
    shares = [value / total for value in values]
    fig.add_bar(
        name=_("orders by cause"),
        x=labels,
        y=shares,
        marker_color=BLUE,
        text=[f"{v:,}" for v in values],
        hovertemplate="%{x}: %{text} (%{y:.1%})<extra></extra>",
        textposition=["inside", *["outside"] * (len(values) - 1)],  # the line starts on top of the first bar
        insidetextanchor="middle",
        cliponaxis=False,
    )
    fig.add_scatter(
        name=_("added up"),
        x=labels,
        y=np.cumsum(shares).tolist(),
        mode="lines+markers",
        line_color=RED,
        hovertemplate="%{x}: %{y:.0%}<extra></extra>",
    )
    label_columns(fig, slanted=True)
    fig.update_yaxes(
        title_text=_("share of the orders"),
        range=[0, 1.08],
        tickformat=".0%",
        tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1],
    )
    return fig


def money(run: Run) -> go.Figure:
    """Draw income, cost by account, and profit.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Waterfall from income to profit, in thousand CNY (in Chinese in ten thousand).

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.money(run("corner", weeks=2)).layout.title.text
    '<b>Money: from income to profit</b>'
    """
    fen, unit = money_unit()
    accounts = {name: amount for name, amount in run.money["accounts"].items() if amount}
    if not accounts:
        return empty_figure(_("Money: from income to profit"))
    income = [name for name in accounts if name in INCOME]
    costs = sorted((name for name in accounts if name not in INCOME), key=lambda name: accounts[name])
    profit = run.money["profit"]
    digits = 0 if run.money["income"] >= 100 * fen else 1
    least = SMALL * run.money["income"]
    small = [name for name in costs if -accounts[name] < least or not round(accounts[name] / fen, digits)]
    names = [*income, *(name for name in costs if name not in small)]
    values = [accounts[name] / fen for name in names]
    labels = [word(ACCOUNTS, name) for name in names]
    if small:
        values.append(sum(accounts[name] for name in small) / fen)
        labels.append(_("smaller costs"))
    labels.append(_("profit") if profit >= 0 else _("loss"))
    fig = figure(
        _("Money: from income to profit"),
        _("{unit}; income {income}, cost {cost}").format(
            unit=unit,
            income=f"{run.money['income'] / fen:,.{digits}f}",
            cost=f"{run.money['cost'] / fen:,.{digits}f}",
        ),
        height=150 + 25 * len(labels),
    )
    fig.add_waterfall(
        orientation="h",
        y=labels,
        x=[*values, profit / fen],
        measure=[*["relative"] * len(values), "total"],
        text=[f"{value:z,.{digits}f}" for value in [*values, profit / fen]],
        textposition="outside",
        cliponaxis=False,
        increasing_marker_color=BLUE,
        decreasing_marker_color=ORANGE,
        totals_marker_color=GREEN if profit >= 0 else RED,
        connector_line_color=GREY,
        hoverinfo="y+text",
    )
    first_on_top(fig)
    levels = np.cumsum(values)
    low, high = min(0.0, *levels), max(0.0, *levels)
    fig.update_xaxes(
        title_text=unit, tickformat=",.0f", range=[low - 0.1 * (high - low), high + 0.1 * (high - low)]
    )
    return fig
