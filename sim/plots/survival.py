"""Customers kept, month by month."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.measures.run import Run
from sim.measures.survival import survival as survival_table
from sim.plots.style import empty_figure, figure, line_styles


def survival(runs: Mapping[str, Run], klass: str | None = None) -> go.Figure:
    """Draw what share of the customers at the start is still there, month by month.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run.
    klass : {"A", "B", "C"}, optional
        Only customers of this class.

    Returns
    -------
    plotly.graph_objects.Figure
        Steps from 100 % for each run, with the 95 % interval of Kaplan and Meier's estimate.

    Raises
    ------
    InputError
        If there is no run.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.survival({"today": run("corner", weeks=9)}).layout.title.text
    '<b>Customers kept</b>'
    """
    if not runs:
        raise InputError(_("There is no run to draw."))
    title = _("Customers kept")
    if klass is not None:
        title = _("Customers kept, class {name}").format(name=klass)
    fig = figure(
        title,
        _("share of the customers at the start who have not left; bars: 95% intervals (Kaplan-Meier)"),
        legend=True,
    )
    last = 1
    for number, ((name, run), style) in enumerate(zip(runs.items(), line_styles(), strict=False)):
        table = survival_table(run.records, klass)
        if table.empty:
            return empty_figure(title)
        last = max(last, int(table["month"].iloc[-1]))
        kept = table["kept"]
        fig.add_scatter(
            name=name,
            x=(table["month"] + 0.06 * number).round(2).tolist(),  # intervals side by side
            y=kept.round(4).tolist(),
            error_y={
                "array": (table["high"] - kept).round(4).tolist(),
                "arrayminus": (kept - table["low"]).round(4).tolist(),
                "thickness": 1.2,
                "width": 3,
            },
            customdata=table[["at_risk", "left"]].to_numpy(),
            hovertemplate=_("{kept} kept, {left} left, {n} still watched").format(
                kept="%{y:.1%}", left="%{customdata[1]}", n="%{customdata[0]}"
            ),
            **style,
        )
    fig.update_xaxes(
        title_text=_("months"), range=[-0.2, last + 0.3], dtick=1 if last <= 24 else 12, showgrid=False
    )
    fig.update_yaxes(title_text=_("customers kept"), tickformat=".0%", range=[0, 1.05])
    return fig
