"""Promises that are a length of time: how each is counted from the time of its order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.units import DAY, HOUR
from sim.orderlog.reading.date_column import NO_OFFSET, DateColumn
from sim.orderlog.reading.length_units import unit_by_cycles, unit_of
from sim.orderlog.reading.lengths import CLOCK, DAYS, ELAPSED, LONGEST, NUMBER, WORKING, Lengths
from sim.orderlog.reading.time_zones import local_clock

FACTS = ("picked", "packed", "dispatched", "delivered")
ENOUGH, RARE, USUAL = 50, 0.02, 0.05
"""Facts, and the shares of them on a day of the week, from which it is a day of rest or of work."""
SAME = 5
"""Orders from which it is no chance that all took just as long as was promised."""


@dataclass
class LengthPromises:
    """Lengths, where they stand, the time from which they count, the unit that the user gave, and the time that they give."""

    lengths: Lengths
    heading: str
    example: str
    field: str = "placed"
    unit: str = ""
    target: str = "promised"

    def settle(self, dates: Mapping[str, DateColumn], out: np.ndarray, zone: tzinfo | None) -> list[str]:
        """Decide what the lengths mean, and enter promises that last until the end of a day. Returns notes.

        Raises InputError if the file lacks the time from which they count, or nothing decides their unit.
        """
        if self.field not in dates:
            raise InputError(
                _("The promise counts from {field}, for which the file has no column.").format(
                    field=self.field
                )
            )
        base, lengths = dates[self.field], self.lengths
        notes = [
            _("The promise is {field} + {length}.").format(field=self.field, length=self.example)
            if not self.heading
            else _(
                "{column} is a length of time, such as {values}: the promise is {field} + {column}."
            ).format(column=self.heading, values=self.example, field=self.field)
        ]
        notes += self._find_units(dates, out)
        notes += self._whole_days(base)
        ranged = int((lengths.ranged & ~out).sum())
        if ranged and self.heading:
            text = ngettext(
                "{column}: of {n} value such as 2-3 days, the longer time counts.",
                "{column}: of {n} values such as 2-3 days, the longer time counts.",
                ranged,
            )
            notes.append(text.format(column=self.heading, n=ranged))
        return notes + self._ends_of_days(dates, base, out, zone)

    def add_elapsed(self, dates: Mapping[str, DateColumn], seconds: Mapping[str, np.ndarray]) -> list[str]:
        """Enter the promises that last for hours and minutes. Returns notes."""
        base, promised = dates[self.field], dates[self.target]
        rows = (self.lengths.kind == ELAPSED) & base.valid
        later = np.rint(self.lengths.amount[rows]).astype(np.int64)
        seconds[self.target][rows] = seconds[self.field][rows] + later
        promised.local[rows] = base.local[rows] + later
        promised.offset[rows] = base.offset[rows]
        promised.empty[rows] = False
        if self.target == "delivered":
            note = _("{column} is a length of time, such as {values}: the delivery is {field} + {column}.")
            return [note.format(column=self.heading, values=self.example, field=self.field)]
        done = rows & dates["delivered"].valid
        took = seconds["delivered"][done] - seconds[self.field][done]
        amounts = self.lengths.amount[done]
        if done.sum() >= SAME and len(np.unique(amounts)) > 2:
            step = next((unit for unit in (DAY, HOUR, 60) if not (amounts % unit).any()), 1)
            if (np.abs(amounts - took) < step).all() and step < DAY:
                return [
                    _("{column} is the time that each order took: is it a promise?").format(
                        column=self.heading
                    )
                ]
        return []

    def _find_units(self, dates: Mapping[str, DateColumn], out: np.ndarray) -> list[str]:
        """Turn numbers into lengths. Returns notes."""
        lengths, base, delivered = self.lengths, dates[self.field], dates["delivered"]
        both = base.valid & delivered.valid & ~out & (delivered.local > base.local)
        notes = []
        for kind in (NUMBER, CLOCK):
            rows = lengths.kind == kind
            if not rows.any():
                continue
            stated = unit_of(self.unit) or (unit_of(self.heading) if kind == NUMBER else None)
            took = (delivered.local - base.local)[rows & both]
            unit = stated or unit_by_cycles(lengths.amount[rows & both], took, clocks=kind == CLOCK)
            if unit is None or (lengths.amount[rows] * unit.seconds > LONGEST).any():
                raise InputError(
                    _(
                        "{column} has numbers such as {values}: in which unit? State it: "
                        '--promise "{field} + {column} hours", minutes, days or working days.'
                    ).format(column=self.heading, values=self.example, field=self.field)
                )
            said = (
                _("{column} is in {unit}, as stated.")
                if stated
                else _(
                    "{column} is read in {unit}, because that is about how long orders take; if it is not, state the unit: "
                    '--promise "{field} + {column} days".'
                )
            )
            notes.append(said.format(column=self.heading, unit=unit.name, field=self.field))
            lengths.kind[rows] = WORKING if unit.working else ELAPSED
            lengths.amount[rows] *= 1 if unit.working else unit.seconds
            lengths.in_days[rows] = unit.seconds % DAY == 0
        return notes

    def _whole_days(self, base: DateColumn) -> list[str]:
        """Days that last until the end of the last: where one is 0, or the order itself has a date only. Returns notes."""
        lengths = self.lengths
        elapsed = lengths.kind == ELAPSED
        zero = elapsed & lengths.in_days & (lengths.amount == 0)
        ends = elapsed & (lengths.amount % DAY == 0) & base.date_only
        notes = []
        if zero.any() and lengths.in_days[elapsed].all():
            ends = elapsed
            notes.append(
                _("{column} is 0 days in some rows: days are counted to the end of the last.").format(
                    column=self.heading
                )
            )
        lengths.kind[ends] = DAYS
        lengths.amount[ends] //= DAY
        return notes

    def _ends_of_days(
        self, dates: Mapping[str, DateColumn], base: DateColumn, out: np.ndarray, zone: tzinfo | None
    ) -> list[str]:
        """Enter the promises until the end of a day. Returns notes."""
        lengths, promised, notes = self.lengths, dates["promised"], []
        calendar, working = ((lengths.kind == kind) & base.valid for kind in (DAYS, WORKING))
        rows = calendar | working
        if not rows.any():
            return []
        local, offset = local_clock(base, zone)
        delivered = dates["delivered"].offset[dates["delivered"].valid]
        if len(delivered) and (delivered == NO_OFFSET).all():
            offset = np.full(len(local), NO_OFFSET)  # the clock of the customer, as for the delivery
        day = (local // DAY).astype("datetime64[D]")
        last = day + np.where(calendar, lengths.amount, 0).astype("timedelta64[D]")
        if working.any():
            week, days = self._week(dates, out)
            steps = lengths.amount[working].astype(np.int64)
            last[working] = np.where(
                steps == 0,
                np.busday_offset(day[working], 0, roll="forward", weekmask=week),
                np.busday_offset(day[working], steps, roll="backward", weekmask=week),
            )
            notes.append(
                _(
                    "Working days are {days}, without holidays; the day of the order does not count, and the promise lasts "
                    "until the end of the last."
                ).format(days=days)
            )
        promised.local[rows] = last[rows].astype(np.int64) * DAY + lengths.clock[rows]
        promised.date_only[rows] = lengths.clock[rows] == DAY - 1
        promised.offset[rows] = offset[rows]
        promised.empty[rows] = False
        if calendar.any():
            notes.append(_("A promise such as D+1 or next day lasts until the end of that day."))
        if (promised.offset[rows] == 0).all():
            notes.append(
                _("The end of a day is that of UTC; if the firm is elsewhere, state its zone (timezone).")
            )
        return notes

    def _week(self, dates: Mapping[str, DateColumn], out: np.ndarray) -> tuple[str, str]:
        """The working days, as numpy takes them and in words: Sunday to Thursday if nothing is done on Fridays and Saturdays."""
        found = [dates[name].local[dates[name].valid & ~out] // DAY for name in FACTS if name in dates]
        days = np.concatenate(found)
        share = np.bincount((days + 3) % 7, minlength=7) / max(1, len(days))  # 1970-01-01 was a Thursday
        if len(days) >= ENOUGH and share[4] + share[5] < RARE and share[6] > USUAL:
            return "1111001", _("Sunday to Thursday, because nothing is done on other days")
        return "1111100", _("Monday to Friday")
