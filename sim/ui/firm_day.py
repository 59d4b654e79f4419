"""The firm's day: where its orders are at each hour, as a picture of two runs side by side."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
from numpy.typing import NDArray

from sim.base.formatting import capitalised
from sim.base.i18n import _
from sim.base.palette import STAGE_COLOURS
from sim.base.units import DAY, HOUR
from sim.measures.orders import STAGE_TIMES
from sim.measures.run import Run
from sim.measures.window import bounds
from sim.records.labels import STAGES, word

Day = Mapping[str, NDArray[np.float64]]
"""By stage, the mean number of orders at each full hour of a working day."""
WORKING_DAYS = 5
WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP = 300, 110, 30, 8, 18, 6
"""Of one picture, in pixels."""


def firm_day(run: Run) -> Day:
    """The number of orders at each place, by hour, on a mean working day of the window."""
    start, end = bounds(run.records)
    days = np.arange(start, end, DAY)
    days = days[(days // DAY) % 7 < WORKING_DAYS]
    moments = (days[:, None] + HOUR * np.arange(24)[None, :]).ravel()
    orders = run.records["orders"]
    found = {}
    for stage, entered, left in STAGE_TIMES:
        begun = orders[entered].to_numpy(dtype="float64", na_value=np.nan)
        ended = orders[left].to_numpy(dtype="float64", na_value=np.nan)
        passed = ~np.isnan(begun) & ~np.isnan(ended)  # what never left it would stay for ever
        inside = np.searchsorted(np.sort(begun[passed]), moments, side="right") - np.searchsorted(
            np.sort(ended[passed]), moments, side="right"
        )
        found[stage] = inside.reshape(-1, 24).mean(axis=0)
    return found


def day_pictures(before: Run, after: Run, titles: tuple[str, str]) -> str:
    """Two pictures with one scale, and what the colours mean."""
    days = firm_day(before), firm_day(after)
    top = max(1.0, *(float(np.sum(list(day.values()), axis=0).max()) for day in days))
    pictures = "".join(_picture(day, top, title) for day, title in zip(days, titles, strict=True))
    legend = "".join(
        f'<span><i style="background:{STAGE_COLOURS[stage]}"></i>{escape(capitalised(word(STAGES, stage)))}</span>'
        for stage in days[0]
    )
    head = escape(_("The firm's day: where the orders are, by hour of a working day"))
    return f'<div class="kefu-day"><b>{head}</b><div>{pictures}</div><p>{legend}</p></div>'


def _picture(day: Day, top: float, title: str) -> str:
    """Stacked areas, the first stage at the bottom."""
    hours = range(24)
    across = (WIDTH - LEFT - RIGHT) / 23

    def place(hour: int, level: float) -> str:
        return f"{LEFT + across * hour:.1f},{TOP + (HEIGHT - TOP - BOTTOM) * (1 - level / top):.1f}"

    areas, below = [], np.zeros(24)
    for stage, count in day.items():
        above = below + count
        points = [*(place(h, above[h]) for h in hours), *(place(h, below[h]) for h in reversed(hours))]
        areas.append(f'<polygon points="{" ".join(points)}" fill="{STAGE_COLOURS[stage]}"/>')
        below = above
    fullest = int(below.argmax())
    told = _("{title}: most orders at {hour}:00, {orders:.0f} of them").format(
        title=title, hour=fullest, orders=below[fullest]
    )
    marks = "".join(
        f'<text x="{LEFT + across * hour:.1f}" y="{HEIGHT - 4}" text-anchor="middle">{hour}</text>'
        for hour in (0, 6, 12, 18, 23)
    )
    levels = "".join(
        f'<text x="{LEFT - 4}" y="{place(0, level).split(",")[1]}" dy="4" text-anchor="end">{level:,.0f}</text>'
        for level in (0.0, top)
    )
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f"{''.join(areas)}{marks}{levels}</svg><figcaption>{escape(told)}</figcaption></figure>"
    )
