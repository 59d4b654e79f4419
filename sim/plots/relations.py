"""What is known of a customer, how firm the bond is, and what share of the needs comes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, INK, ORANGE, PALE, PURPLE, RED
from sim.base.units import WEEK
from sim.measures.lives import customer_row
from sim.measures.run import Run
from sim.measures.service import bounds
from sim.measures.windows import within
from sim.plots.style import date_axis, dates, figure, nothing
from sim.records.labels import FIELDS, word

PERIOD_WEEKS = 13
STATES = {None: ("", PALE), True: ("✓", GREEN), False: ("✗", RED)}
"""What is not known, known rightly, known wrongly: a sign and a colour, so that neither is needed alone."""
LINES = (BLUE, ORANGE, GREEN, PURPLE, RED, INK)
DASHES = ("solid", "dash", "dot", "dashdot")


def knowledge(runs: Mapping[str, Run], customer: int) -> go.Figure:
    """What a firm knows of a customer at the end, fact by fact: right, wrong or unknown; two rows a run, heads and file.

    runs: name -> run of one case. Raises InputError if there is no run, or no such customer.
    """
    case = _first(runs).case
    klass = str(customer_row(_first(runs).records, customer)["klass"])
    fields = list(FIELDS)[: case.knowledge.fields[klass]]  # type: ignore[index]
    rows = [row for name, run in runs.items() for row in _rows(name, run, customer)]
    marks = [[STATES[known.get(name)] for name in fields] for _label, known in rows]
    made = figure(
        _("What the firm knows of customer {number}, class {klass}").format(number=customer, klass=klass),
        _("✓ right, ✗ wrong, empty: unknown; at the end of the run"),
        height=150 + 42 * len(rows),
    )
    states = list(STATES.values())
    made.add_heatmap(
        z=[[states.index(mark) for mark in row] for row in marks],
        text=[[sign for sign, _colour in row] for row in marks],
        x=[word(FIELDS, name) for name in fields],
        y=[label for label, _known in rows],
        texttemplate="%{text}",
        textfont={"color": "white", "size": 17},
        colorscale=_steps([colour for _sign, colour in states]),
        zmin=0,
        zmax=len(states) - 1,
        showscale=False,
        xgap=3,
        ygap=3,
        hoverinfo="skip",
    )
    made.update_xaxes(showgrid=False, tickangle=0, tickfont={"size": 12})
    made.update_yaxes(autorange="reversed", showgrid=False)
    return made


def _first(runs: Mapping[str, Run]) -> Run:
    if not runs:
        raise InputError(_("There is no run to draw."))
    return next(iter(runs.values()))


def _rows(name: str, run: Run, customer: int) -> list[tuple[str, dict[str, bool]]]:
    """Label and facts (field -> right) of the head and of the file."""
    facts = run.records["knowledge"]
    facts = facts[facts["customer"] == customer]
    found = []
    for text, part in (
        (_("{name}: in a head"), facts[facts["holder"].notna()]),
        (_("{name}: in the file"), facts[facts["holder"].isna()]),
    ):
        known = {str(f): bool(c) for f, c in zip(part["field"], part["correct"], strict=True)}
        found.append((text.format(name=name), known))
    return found


def _steps(colours: Sequence[str]) -> list[tuple[float, str]]:
    """A colour scale of equal steps."""
    count = len(colours)
    return [(at / count, colour) for number, colour in enumerate(colours) for at in (number, number + 1)]


def bonds(courses: Mapping[str, Sequence[Run]], customers: Collection[int]) -> go.Figure:
    """Mean bond (0 to 1) of some customers over the weeks.

    courses: name -> runs of growing length that differ in nothing else; each gives the bond at its end, the first also that at
    the beginning. Raises InputError for a name without a run.
    """
    made = figure(
        _("How well the firm's people know these customers"),
        _("mean bond of {n} customers, 0 to 1, by week").format(n=len(customers)),
        legend=True,
    )
    for (name, runs), colour, dash in zip(courses.items(), cycle(LINES), cycle(DASHES), strict=False):
        if not runs:
            raise InputError(_("There is no run to draw."))
        tables = [_chosen(run.records["customers"], customers) for run in runs]
        weeks = [0, *(run.weeks for run in runs)]
        means = [tables[0]["bond_start"].mean(), *(table["bond_end"].mean() for table in tables)]
        made.add_scatter(
            name=name,
            x=weeks,
            y=[round(float(mean), 4) for mean in means],
            mode="lines+markers",
            line={"color": colour, "dash": dash},
            hovertemplate="%{x}: %{y:.2f}<extra></extra>",
        )
    made.update_xaxes(title_text=_("week"), showgrid=False, rangemode="tozero")
    made.update_yaxes(title_text=_("bond"), rangemode="tozero")
    return made


def shares(runs: Mapping[str, Run], customers: Collection[int] | None = None) -> go.Figure:
    """Share of the needs that came to each firm, by quarters of a year of 13 weeks; the last may be shorter.

    runs: name -> run with the same needs, such as the firms of a market. customers: whose needs; None: all. Raises InputError if
    there is no run.
    """
    first = _first(runs)
    title = _("Share of the needs")
    made = figure(title, _("that came to each firm, by quarter of a year"), legend=True)
    for (name, run), colour, dash in zip(runs.items(), cycle(LINES), cycle(DASHES), strict=False):
        needs = run.records["needs"]
        needs = needs[within(needs["time"], run.records)]
        if customers is not None:
            needs = _chosen(needs, customers)
        if needs.empty:
            return nothing(title)
        quarter = (needs["time"] - bounds(run.records)[0]) // (PERIOD_WEEKS * WEEK)
        share = (needs["state"] != "elsewhere").groupby(quarter).mean()
        middle = (share.index.to_numpy(dtype="int64") * 2 + 1) * PERIOD_WEEKS * WEEK // 2
        made.add_scatter(
            name=name,
            x=dates(first.case, middle),
            y=[round(float(value), 4) for value in share],
            mode="lines+markers",
            line={"color": colour, "dash": dash},
            hovertemplate="%{x}: %{y:.1%}<extra></extra>",
        )
    date_axis(made, first)
    made.update_yaxes(title_text=_("share"), tickformat=".0%")
    return made


def _chosen(table: pd.DataFrame, customers: Collection[int]) -> Any:
    return table[np.isin(table["customer"].to_numpy(), list(customers))]
