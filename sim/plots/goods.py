"""Pictures of the goods: on hand, complete, undamaged (m01, m02, m03, m07)."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, ORANGE, RED
from sim.base.units import DAY
from sim.measures.orders import allocated_lines, shipped_complete
from sim.measures.run import Run
from sim.measures.window import bounds, fate_known
from sim.plots.counts import daily_mean, divide, goods_out_of_stock
from sim.plots.dates import date_axis, dates
from sim.plots.style import add_horizontal_bars, figure, headline, label_columns, percent

WORST_GOODS = 15


def availability(run: Run) -> go.Figure:
    """The goods whose lines failed most often (m01)."""
    lines = allocated_lines(run.records)
    short = (lines["on_hand_at_allocation"] < lines["quantity"]).astype(bool)
    by_good = short.groupby(lines["good"]).agg(["sum", "size"])
    worst = by_good.sort_values("sum", ascending=False, kind="stable").head(WORST_GOODS)
    fig = figure(
        headline(run, "m01"),
        _(
            "{short} of {lines} order lines short; the goods that fail most often, with their availability"
        ).format(short=f"{short.sum():,}", lines=f"{len(lines):,}"),
    )
    fig.add_bar(
        x=[_("good {number}").format(number=good) for good in worst.index],
        y=worst["sum"].tolist(),
        marker_color=ORANGE,
        text=[percent(1 - part / whole, 0) for part, whole in worst.to_numpy()],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="x+y+text",
    )
    fig.update_yaxes(title_text=_("order lines not filled at once"))
    label_columns(fig, slanted=True)
    return fig


def in_stock(run: Run) -> go.Figure:
    """Goods without stock, day by day, as a mean over time like the measure (m02)."""
    start, end = bounds(run.records)
    days = daily_mean(*goods_out_of_stock(run.records), start, end)
    fig = figure(
        headline(run, "m02"),
        _("goods without stock, of {goods}; mean of each day").format(goods=run.measures["m02"]["n"]),
    )
    fig.add_scatter(
        x=dates(run.case, np.arange(len(days)) * DAY + DAY // 2),
        y=days,
        mode="lines",
        fill="tozeroy",
        line={"color": ORANGE, "width": 1.5},
        hovertemplate="%{x}: %{y:.1f}<extra></extra>",
    )
    fig.update_yaxes(title_text=_("goods without stock"), rangemode="tozero")
    date_axis(fig, run)
    return fig


def undamaged(run: Run) -> go.Figure:
    """Damage and loss on trips without and with an incident (m03)."""
    orders = fate_known(run.records)
    orders = orders[orders["status"].isin(["delivered", "lost"])]
    bad = (orders["damaged"].fillna(True) | (orders["status"] == "lost")).to_numpy(dtype=bool)
    incident = run.records["trips"]["incident"].to_numpy(dtype=bool)[orders["trip"].to_numpy(dtype="int64")]
    groups = {
        _("trips without an incident ({orders} orders)"): ~incident,
        _("trips with an incident ({orders} orders)"): incident,
    }
    labels = [label.format(orders=f"{mine.sum():,}") for label, mine in groups.items()]
    shares = divide([bad[mine].sum() for mine in groups.values()], [mine.sum() for mine in groups.values()])
    fig = figure(headline(run, "m03"), _("share of orders damaged or lost"), height=290)
    add_horizontal_bars(fig, labels, shares, [BLUE, RED], [percent(share, 2) for share in shares])
    fig.update_xaxes(title_text=_("damaged or lost"), tickformat=".1~%", rangemode="tozero")
    return fig


def shipped(run: Run) -> go.Figure:
    """Orders not shipped complete, by their number of lines (m07)."""
    orders = fate_known(run.records)
    share = (~shipped_complete(orders)).groupby(orders["lines"]).mean()
    fig = figure(headline(run, "m07"), _("share not shipped complete, by lines of the order"), height=360)
    fig.add_bar(
        x=share.index.tolist(),
        y=share.tolist(),
        marker_color=ORANGE,
        text=[percent(x) for x in share],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="x+text",
    )
    fig.update_xaxes(title_text=_("lines of the order"), dtick=1)
    fig.update_yaxes(title_text=_("not shipped complete"), tickformat=".1~%", rangemode="tozero")
    label_columns(fig)
    return fig
