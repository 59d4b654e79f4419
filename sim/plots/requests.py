"""Pictures of what customers ask for: small, special and urgent orders, easy ordering, nothing wrong (m09 to m12, perfect)."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, ORANGE, RED
from sim.measures.orders import answered_in_time, failed_rights, needs_given, order_contacts, timing_met
from sim.measures.run import Run
from sim.measures.window import fate_known, promised_in_window
from sim.plots.counts import by_week, divide, hour
from sim.plots.dates import date_axis, week_dates
from sim.plots.style import (
    add_horizontal_bars,
    figure,
    first_on_top,
    headline,
    percent,
)
from sim.records.labels import CHANNELS, RIGHTS, word


def minimum(run: Run) -> go.Figure:
    """Share of needs that the minimum order turned away, by customer class (m09)."""
    given = needs_given(run.records)
    klass = run.records["customers"].set_index("customer")["klass"].astype(str)
    share = (given["state"] == "turned_away").groupby(given["customer"].map(klass)).mean()
    fig = figure(
        headline(run, "m09"),
        _("minimum order {minimum:,.0f} CNY; share of orders turned away, by customer class").format(
            minimum=run.measures["m09"]["minimum"]
        ),
        height=320,
    )
    labels = [_("class {name}").format(name=name) for name in share.index]
    add_horizontal_bars(fig, labels, share.tolist(), BLUE, [percent(x) for x in share])
    fig.update_xaxes(title_text=_("turned away"), tickformat=".1~%", rangemode="tozero")
    return fig


def flexibility(run: Run) -> go.Figure:
    """Special requests granted and refused, week by week (m10)."""
    orders = fate_known(run.records)
    asked = orders[orders["special_asked"].astype(bool)]
    granted = asked["special_granted"].fillna(False).to_numpy(dtype=bool)
    promised = asked["promised"].to_numpy(dtype="int64")
    fig = figure(
        headline(run, "m10"),
        _("special requests a week; up to {capacity} a day can be granted").format(
            capacity=run.policy.flex.capacity
        ),
        legend=True,
        barmode="stack",
    )
    weeks = week_dates(run)
    for name, mine, colour in ((_("granted"), granted, BLUE), (_("refused"), ~granted, ORANGE)):
        fig.add_bar(name=name, x=weeks, y=by_week(promised[mine], run).tolist(), marker_color=colour)
    fig.update_yaxes(title_text=_("requests a week"))
    date_axis(fig, run)
    return fig


def timing(run: Run) -> go.Figure:
    """Urgent and delayed orders in time, by the vehicle that carried them (m11)."""
    orders = promised_in_window(run.records)
    kind = run.records["trips"]["kind"].astype(str).to_numpy()
    trip = orders["trip"].fillna(-1).to_numpy(dtype="int64")
    carried = np.append(kind, "")[trip]  # -1, no trip, reads the last one
    urgent, later = orders["expedite_asked"].to_numpy(), orders["delay_asked"].to_numpy()
    met = timing_met(orders).to_numpy()
    groups = {
        _("urgent, by van"): urgent & (carried == "van"),
        _("urgent, by lorry"): urgent & np.isin(carried, ["lorry", "hired"]),
        _("urgent, by air"): urgent & (carried == "air"),
        _("urgent, never left"): urgent & (carried == ""),
        _("to be delivered later"): later,
    }
    groups = {label: mine for label, mine in groups.items() if mine.any()}
    count = [int(mine.sum()) for mine in groups.values()]
    shares = divide([met[mine].sum() for mine in groups.values()], count)
    texts = [
        _("{share} of {orders}").format(share=percent(share), orders=f"{orders:,}")
        for share, orders in zip(shares, count, strict=True)
    ]
    fig = figure(headline(run, "m11"), _("requests met, by what was asked and what carried it"), height=360)
    add_horizontal_bars(fig, list(groups), shares, BLUE, texts)
    fig.update_xaxes(
        title_text=_("met in time"), tickformat=".0%", range=[0, 1.25], tickvals=[0, 0.25, 0.5, 0.75, 1]
    )
    return fig


def convenience(run: Run) -> go.Figure:
    """Contacts answered in time, by channel and hour (m12)."""
    contacts = order_contacts(run.records)
    by_channel = run.measures["m12"]["by_channel"]
    channels = [name for name in run.case.desk.channels if name in by_channel]
    answered = answered_in_time(contacts).to_numpy()
    when, used = hour(contacts["time"]), contacts["channel"].astype(str).to_numpy()
    shares = [
        divide(
            np.bincount(when[(used == name) & answered], minlength=24),
            np.bincount(when[used == name], minlength=24),
        )
        for name in channels
    ]
    fig = figure(
        headline(run, "m12"), _("answered within the channel's target, by hour of the contact"), height=340
    )
    fig.add_heatmap(
        x=list(range(24)),
        y=[f"{word(CHANNELS, name)} {percent(by_channel[name], 0)}" for name in channels],
        z=[[None if np.isnan(share) else share for share in row] for row in shares],
        zmin=0,
        zmax=1,
        colorscale="Cividis",
        colorbar={"tickformat": ".0%"},
        xgap=1,
        ygap=2,
        hovertemplate="%{y}, %{x}: %{z:.0%}<extra></extra>",
    )
    first_on_top(fig)
    fig.update_xaxes(title_text=_("hour of the day"), dtick=2, showgrid=False)
    return fig


def perfect(run: Run) -> go.Figure:
    """The share of orders that failed each of the seven rights, and the share that failed only this one."""
    failed = failed_rights(run.records)[list(RIGHTS)]
    share = failed.mean().sort_values(ascending=False, kind="stable")
    alone = failed[failed.sum(axis=1) == 1].sum() / len(failed)
    fig = figure(
        headline(run, "perfect"),
        _(
            "share of orders that failed each of the seven rights; red: no other right failed in the same order"
        ),
        height=420,
        legend=True,
        barmode="overlay",
    )
    labels = [word(RIGHTS, str(name)) for name in share.index]
    add_horizontal_bars(
        fig, labels, share.tolist(), ORANGE, [percent(x) for x in share], _("failed this right")
    )
    fig.add_bar(
        name=_("failed only this right"),
        y=labels,
        x=alone[share.index].tolist(),
        orientation="h",
        marker_color=RED,
        hovertemplate="%{y}: %{x:.1%}",
    )
    fig.update_xaxes(tickformat=".1~%", rangemode="tozero")
    return fig
