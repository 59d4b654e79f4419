"""The value of customers: contributions, the parts of an offer's value, the parts of a lifetime value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY
from sim.plots.style import figure, first_on_top, label_columns, line_styles

RULES = ((N_("ABC: 20 % bring 95 %"), 0.20, 0.95), (N_("Pareto: 20 % bring 80 %"), 0.20, 0.80))
"""The course's two rules: text, share of customers, share of what they bring."""


def lorenz(table: pd.DataFrame) -> go.Figure:
    """Draw what share of all income and of all contribution the first customers bring, and the course's two rules.

    Parameters
    ----------
    table : DataFrame
        One row a customer, with the columns income and contribution, such as `contributions` returns it.

    Returns
    -------
    plotly.graph_objects.Figure
        Two curves, each with its own greatest customers first, and the two rules as points. A curve falls where customers
        cost more than they bring.

    Raises
    ------
    InputError
        If the customers together bring nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> fig = lorenz(pd.DataFrame({"income": [9, 1], "contribution": [5, -1]}))
    >>> fig.data[1].y
    (0.0, 1.25, 1.0)
    """
    if table.empty or (table[["income", "contribution"]].sum() <= 0).any():
        raise InputError(_("There is nothing to draw: all customers together bring nothing."))
    fig = figure(
        _("Who brings how much"),
        _("customers from the greatest to the smallest, each curve in its own sequence"),
        legend=True,
    )
    for (column, name), style in zip(
        (("income", _("income")), ("contribution", _("contribution"))), line_styles(), strict=False
    ):
        values = np.sort(table[column].to_numpy(dtype=float))[::-1]
        summed = np.concatenate([[0.0], np.cumsum(values)]) / values.sum()
        places = np.linspace(0, 1, len(summed))
        fig.add_scatter(name=name, x=places.round(4).tolist(), y=summed.round(4).tolist(), **style)
        fig.data[-1].update(mode="lines")
    for text, customers, brought in RULES:
        fig.add_scatter(
            name=_(text),
            x=[customers],
            y=[brought],
            mode="markers",
            marker={
                "size": 12,
                "symbol": "x" if brought < 0.9 else "diamond",
                "color": RED if brought < 0.9 else INK,
            },
        )
    fig.update_xaxes(title_text=_("share of customers"), tickformat=".0%", range=[0, 1.02])
    fig.update_yaxes(title_text=_("share of what all bring"), tickformat=".0%", rangemode="tozero")
    return fig


def value_terms(terms: Mapping[str, Mapping[str, float]]) -> go.Figure:
    """Draw by which terms of customer value one offer leads another, for several types of customers.

    Parameters
    ----------
    terms : dict of str to dict of str to float
        Type -> term -> CNY by which the first offer leads in it; a cost that is higher counts below 0.

    Returns
    -------
    plotly.graph_objects.Figure
        For each type the terms stacked from 0 to either side, and a mark at their sum: right of 0 the first offer is chosen.

    Raises
    ------
    InputError
        If there is no type.

    Examples
    --------
    >>> fig = value_terms({"economy": {"product": 1, "money": -3}})
    >>> [(trace.name, trace.x) for trace in fig.data]
    [('product', (1.0,)), ('money', (-3.0,)), ('sum', (-2.0,))]
    """
    if not terms:
        raise InputError(_("There is no type to draw."))
    table = pd.DataFrame(terms).T.astype(float)
    fig = figure(
        _("What the first offer is worth more"),
        _("CNY to a customer of each type, by term; the mark is the sum"),
        height=200 + 60 * len(table),
        legend=True,
        barmode="relative",
    )
    colours = (BLUE, ORANGE, SKY, GREEN, RED, GREY, PURPLE)
    for number, term in enumerate(table.columns):
        fig.add_bar(
            name=str(term),
            orientation="h",
            y=list(table.index),
            x=table[term].round(2).tolist(),
            marker={"color": colours[number % len(colours)]},
        )
    fig.add_scatter(
        name=_("sum"),
        y=list(table.index),
        x=table.sum(axis=1).round(2).tolist(),
        mode="markers",
        marker={"color": INK, "symbol": "diamond", "size": 12},
    )
    fig.update_xaxes(title_text=_("CNY"), zeroline=True)
    first_on_top(fig)
    return fig


def lifetime(kept: Mapping[str, float], discount: float = 0.10, years: int = 12) -> go.Figure:
    """Draw what each year adds to the lifetime value of a customer, for CNY 1 of margin a year.

    Parameters
    ----------
    kept : dict of str to float
        Name, such as a class -> share of customers kept a year, 0 to 1.
    discount : float, default 0.10
        Rate of discount, a year.
    years : int, default 12
        Years drawn.

    Returns
    -------
    plotly.graph_objects.Figure
        A group of bars a year; a bar is kept ** year / (1 + discount) ** year.

    Raises
    ------
    InputError
        If there is no name, or a share does not lie between 0 and 1.

    Examples
    --------
    >>> lifetime({"A": 0.88}, years=2).data[0].y
    (0.8, 0.64)
    """
    if not kept or any(not 0 <= one <= 1 for one in kept.values()):
        raise InputError(_("Shares of customers kept lie between 0 and 1, and there must be at least one."))
    fig = figure(
        _("What a customer's years are worth"),
        _("CNY of today for CNY 1 of margin a year, if the customer is still there"),
        legend=True,
        barmode="group",
    )
    numbers: Sequence[int] = range(1, years + 1)
    for (name, share), colour in zip(kept.items(), (BLUE, ORANGE, GREY, RED), strict=False):
        worth = [round((share / (1 + discount)) ** year, 4) for year in numbers]
        fig.add_bar(name=name, x=list(numbers), y=worth, marker={"color": colour})
    fig.update_xaxes(title_text=_("year"), dtick=1)
    fig.update_yaxes(title_text=_("CNY"), rangemode="tozero")
    label_columns(fig)
    return fig
