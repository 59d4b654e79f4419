"""Pictures of the goods: there, complete, sound (m01, m02, m03, m07)."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, ORANGE, RED
from sim.base.units import DAY
from sim.measures.run import Run
from sim.measures.service import bounds, fate_known
from sim.plots.counted import daily_mean, out_of_stock, ratio
from sim.plots.style import date_axis, dates, figure, headline, lying_bars, percent, upright

WORST_GOODS = 15


def availability(run: Run) -> go.Figure:
    """The goods whose lines failed most often (m01)."""
    orders, lines = fate_known(run.records), run.records["lines"]
    lines = lines[lines["order"].isin(orders["order"]) & lines["on_hand_at_allocation"].notna()]
    short = (lines["on_hand_at_allocation"] < lines["quantity"]).astype(bool)
    by_good = short.groupby(lines["good"]).agg(["sum", "size"])
    worst = by_good.sort_values("sum", ascending=False, kind="stable").head(WORST_GOODS)
    made = figure(
        headline(run, "m01"),
        _(
            "{short} of {lines} order lines short; the goods that fail most often, with their availability"
        ).format(short=f"{short.sum():,}", lines=f"{len(lines):,}"),
    )
    made.add_bar(
        x=[_("good {number}").format(number=good) for good in worst.index],
        y=worst["sum"].tolist(),
        marker_color=ORANGE,
        text=[percent(1 - part / whole, 0) for part, whole in worst.to_numpy()],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="x+y+text",
    )
    made.update_yaxes(title_text=_("order lines not filled at once"))
    upright(made, slanted=True)
    return made


def in_stock(run: Run) -> go.Figure:
    """Goods without stock, day by day: a mean over time, as the measure is (m02)."""
    start, end = bounds(run.records)
    days = daily_mean(*out_of_stock(run.records), start, end)
    made = figure(
        headline(run, "m02"),
        _("goods without stock, of {goods}; mean of each day").format(goods=run.measures["m02"]["n"]),
    )
    made.add_scatter(
        x=dates(run.case, np.arange(len(days)) * DAY + DAY // 2),
        y=days,
        mode="lines",
        fill="tozeroy",
        line={"color": ORANGE, "width": 1.5},
        hovertemplate="%{x}: %{y:.1f}<extra></extra>",
    )
    made.update_yaxes(title_text=_("goods without stock"), rangemode="tozero")
    date_axis(made, run)
    return made


def undamaged(run: Run) -> go.Figure:
    """Damage and loss of quiet trips, and of trips with an incident (m03)."""
    orders = fate_known(run.records)
    orders = orders[orders["status"].isin(["delivered", "lost"])]
    bad = (orders["damaged"].fillna(True) | (orders["status"] == "lost")).to_numpy(dtype=bool)
    met = run.records["trips"]["incident"].to_numpy(dtype=bool)[orders["trip"].to_numpy(dtype="int64")]
    groups = {_("quiet trips ({orders} orders)"): ~met, _("trips with an incident ({orders} orders)"): met}
    labels = [label.format(orders=f"{mine.sum():,}") for label, mine in groups.items()]
    shares = ratio([bad[mine].sum() for mine in groups.values()], [mine.sum() for mine in groups.values()])
    made = figure(headline(run, "m03"), _("share of orders damaged or lost"), height=290)
    lying_bars(made, labels, shares, [BLUE, RED], [percent(share, 2) for share in shares])
    made.update_xaxes(title_text=_("damaged or lost"), tickformat=".1~%", rangemode="tozero")
    return made


def shipped(run: Run) -> go.Figure:
    """Orders not shipped complete, by their number of lines (m07)."""
    orders = fate_known(run.records)
    whole = (orders["shipped"] == orders["ordered"]).fillna(False) & orders["dispatched"].notna()
    share = (~whole.astype(bool)).groupby(orders["lines"]).mean()
    made = figure(headline(run, "m07"), _("share not shipped complete, by lines of the order"), height=360)
    made.add_bar(
        x=share.index.tolist(),
        y=share.tolist(),
        marker_color=ORANGE,
        text=[percent(x) for x in share],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="x+text",
    )
    made.update_xaxes(title_text=_("lines of the order"), dtick=1)
    made.update_yaxes(title_text=_("not shipped complete"), tickformat=".1~%", rangemode="tozero")
    upright(made)
    return made
