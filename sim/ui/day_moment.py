"""One moment of a day at the firm, as a picture: every order a dot where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from sim.base.formatting import capitalised
from sim.base.i18n import N_, _, ngettext
from sim.base.palette import BLUE, RED
from sim.base.units import DAY, HOUR
from sim.base.validation import check_int
from sim.measures.event_log import stage_stays
from sim.measures.orders import STAGE_TIMES
from sim.measures.run import Run
from sim.records.labels import STAGES, word

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
ROAD = "road"
DOOR = "door"
WIDTH, HEIGHT, TOP, GAP = 960, 210, 42, 8
"""Of the picture, in pixels."""
DOT, ACROSS, DOWN = 13, 8, 12
"""Pixels a dot has, and how many stand side by side and one above the other in a place."""


@dataclass(frozen=True)
class Dot:
    """An order: its number, whether it is late by now, and which share of its stay is over."""

    order: int
    late: bool
    share: float


@dataclass(frozen=True, eq=False)
class Day:
    """A day of a run: which orders are where at each second of it."""

    run: Run
    day: int

    def __post_init__(self) -> None:
        """Raise InputError for a day that was not observed."""
        check_int("day", self.day, 0, self.run.weeks * 7 - 1)

    @property
    def start(self) -> int:
        """The first second of the day."""
        return (self.run.first_week * 7 + self.day) * DAY

    @cached_property
    def stays(self) -> pd.DataFrame:
        """Every stay of an order in a stage on this day, in the order in which they begin."""
        return stage_stays(self.run.records, self.start, self.start + DAY).sort_values(
            ["begins", "order"], ignore_index=True
        )

    def at(self, second: int) -> dict[str, list[Dot]]:
        """By stage, the orders that are there at a second of the day; "door": those delivered on this day until then."""
        now = self.start + second
        stays = self.stays
        here = stays[(stays["begins"] <= now) & (now < stays["ends"])]
        done = stays[(stays["stage"] == ROAD) & (stays["ends"] <= now)].sort_values(["ends", "order"])
        found: dict[str, list[Dot]] = {stage: [] for stage, *_times in STAGE_TIMES}
        for stage, order, begins, ends, promised in _rows(here):
            found[stage].append(Dot(order, now > promised, (now - begins) / (ends - begins)))
        found[DOOR] = [
            Dot(order, ends > promised, 1.0) for _stage, order, _begins, ends, promised in _rows(done)
        ]
        return found

    def clock(self, second: int) -> str:
        """The day and the time."""
        return _("{weekday}, week {week}, {hour}:{minute:02}").format(
            weekday=_(WEEKDAYS[self.start // DAY % 7]),
            week=self.start // DAY // 7 + 1,
            hour=second // HOUR,
            minute=second % HOUR // 60,
        )


def _rows(stays: pd.DataFrame) -> Iterator[tuple[str, int, int, int, float]]:
    """Stage, order, begin, end and promise of each stay."""
    names = ("stage", "order", "begins", "ends", "promised")
    return zip(*(stays[name].tolist() for name in names), strict=True)


def moment(day: Day, second: int) -> str:
    """The picture of a second of the day."""
    places = day.at(second)
    inside = sum(len(dots) for place, dots in places.items() if place != DOOR)
    late = sum(dot.late for place, dots in places.items() if place != DOOR for dot in dots)
    told = ngettext("{n} order on its way", "{n} orders on their way", inside).format(n=inside)
    if late:
        told += _(", {n} of them late").format(n=late)
    head = _("{clock}: {orders}").format(clock=day.clock(second), orders=told)
    width = (WIDTH - GAP * (len(places) - 1)) / len(places)
    boxes = "".join(
        _place(name, dots, place * (width + GAP), width) for place, (name, dots) in enumerate(places.items())
    )
    return (
        f'<div class="kefu kefu-moment"><b>{escape(head)}</b>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(_spoken(head, places))}">{boxes}</svg></div>'
    )


def _spoken(head: str, places: dict[str, list[Dot]]) -> str:
    counts = [f"{_title(name)} {len(dots)}" for name, dots in places.items()]
    return _("{head}; {places}").format(head=head, places=_(", ").join(counts))


def _title(name: str) -> str:
    return _("Delivered today") if name == DOOR else capitalised(word(STAGES, name))


def _place(name: str, dots: Sequence[Dot], left: float, width: float) -> str:
    """A box with its name, how many orders are in it, and a mark for each: late ones are red squares."""
    late = sum(dot.late for dot in dots)
    count = f'<tspan font-weight="bold">{len(dots)}</tspan>'
    if late:
        text = _("({n} late)").format(n=late)
        count += f' <tspan fill="{RED}" class="kefu-late">{text}</tspan>'
    marks = "".join(
        _mark(dot, *_on_the_road(dot, number, left, width) if name == ROAD else _in_line(number, left))
        for number, dot in enumerate(_shown(name, dots))
    )
    return (
        f'<rect x="{left:.1f}" y="{TOP - 6}" width="{width:.1f}" height="{HEIGHT - TOP + 4}" rx="4" fill="none" '
        f'stroke="currentColor" stroke-opacity="0.35"/>'
        f'<text x="{left + 4:.1f}" y="13" font-size="12">{escape(_title(name))}</text>'
        f'<text x="{left + 4:.1f}" y="29" font-size="12">{count}</text>{marks}'
    )


def _shown(name: str, dots: Sequence[Dot]) -> Sequence[Dot]:
    """The marks that a place has room for: of those delivered the last ones, elsewhere the first in line."""
    most = ACROSS * DOWN
    return dots[-most:] if name == DOOR else dots[:most]


def _in_line(number: int, left: float) -> tuple[float, float]:
    return left + 12 + DOT * (number % ACROSS), TOP + 6 + DOT * (number // ACROSS)


def _on_the_road(dot: Dot, number: int, left: float, width: float) -> tuple[float, float]:
    """The place of an order between the lorries on the left and the doors on the right, in a row of its own."""
    return left + 8 + (width - 16) * dot.share, TOP + 6 + DOT * (dot.order % DOWN)


def _mark(dot: Dot, x: float, y: float) -> str:
    if dot.late:
        return (
            f'<rect class="kefu-late" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{RED}"/>'
        )
    return f'<circle class="kefu-dot" cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{BLUE}"/>'
