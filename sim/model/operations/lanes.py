"""Lanes: their departures, travel times, incidents and closed roads, drawn before the clock starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.streams import RandomStreams, threshold
from sim.base.units import DAY, HOUR, YEAR_DAYS
from sim.case.case import Case
from sim.model.demand.wants import seconds
from sim.policy.policy import Policy

FLIGHT_HOURS = 24
"""Hours between two departures of air freight."""


@dataclass(frozen=True)
class Lane:
    """The way to one centre.

    phase: hour of the day of a departure; every: hours between departures; standard: usual seconds of the way; out,
    incident: seconds of the way out and whether it meets an incident, by slot (hours from time 0 to a departure);
    closed: when the road is closed, as (from, to) in seconds.
    """

    number: int
    road: bool
    phase: int
    every: int
    standard: int
    out: dict[int, int]
    incident: dict[int, bool]
    closed: tuple[tuple[int, int], ...]

    def next_slot(self, now: int) -> int:
        """The next departure at or after now, in hours from time 0."""
        ahead = (self.phase * HOUR - now) % (self.every * HOUR)
        return (now + ahead) // HOUR

    def closed_until(self, now: int) -> int | None:
        """When the road opens again, if it is closed now; else None."""
        for start, end in self.closed:
            if start <= now < end:
                return end
        return None


def draw_lanes(
    case: Case, policy: Policy, luck: RandomStreams, start: int, end: int, any_hour: bool
) -> list[Lane]:
    """All lanes with their departures from start to end (seconds); random numbers by lane and departure.

    any_hour: lorries can leave at every full hour, not only at their lane's.
    """
    data = case.fleet
    lanes = []
    for number, centre in enumerate(case.centres):
        road = centre.mode == "road"
        every = policy.fleet.consolidation_hours if road else FLIGHT_HOURS
        # Lanes leave one after another, so that the gate is not crowded.
        phase = data.departure_hour + number % 4 if centre.departs is None else centre.departs
        hours = np.arange(start // HOUR, -(-end // HOUR) + every)
        slots = hours if any_hour else hours[(hours - phase) % every == 0]
        standard = centre.km / data.km_hour * HOUR if road else data.fly_hours * HOUR
        stream = luck.of(number, slots)
        out = standard * stream.lognormal(data.spread, "way")
        incident = (stream.whole("incident") < threshold(data.incident)) & road
        delay = data.incident_hours * HOUR * stream.lognormal(data.incident_spread, "incident-delay")
        lanes.append(
            Lane(
                number=number,
                road=road,
                phase=phase,
                every=every,
                standard=round(standard),
                out=dict(zip(slots.tolist(), seconds(out + delay * incident).tolist(), strict=True)),
                incident=dict(zip(slots.tolist(), incident.tolist(), strict=True)),
                closed=_closures(case, centre.zone, start, end) if road else (),
            )
        )
    return lanes


def _closures(case: Case, zone: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """When the roads to a zone are closed, as (from, to) in seconds; the same days every year."""
    years = range(start // DAY // YEAR_DAYS - 1, end // DAY // YEAR_DAYS + 1)
    return tuple(
        (first * DAY, (first + emergency.days) * DAY)
        for year in years
        for emergency in case.emergencies
        if zone in emergency.zones
        for first in [year * YEAR_DAYS + emergency.from_day]
    )
