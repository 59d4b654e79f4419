"""Reads an order log: from a table to records, each step in order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.orderlog.order_log import OrderLog, show_fault
from sim.orderlog.reading import checks, levels, row_questions
from sim.orderlog.reading.candidates import find_candidates, missing
from sim.orderlog.reading.cell_values import texts
from sim.orderlog.reading.clock_changes import on_a_night_of_change
from sim.orderlog.reading.clock_columns import Cells, after_midnight, beyond_midnight
from sim.orderlog.reading.column_names import REQUIRED, TIMES
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.date_only import set_hours
from sim.orderlog.reading.date_order import resolve_date_order
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.length_columns import may_be_lengths
from sim.orderlog.reading.lengths import NONE
from sim.orderlog.reading.log_records import ReadRows, as_log
from sim.orderlog.reading.number_dates import interpret_numbers
from sim.orderlog.reading.options import Options
from sim.orderlog.reading.order_columns import Values, read_values, set_aside_class_of_goods
from sim.orderlog.reading.placeholders import mark_placeholders
from sim.orderlog.reading.promise_windows import end_after_midnight
from sim.orderlog.reading.rejected_rows import RejectedRows, first_values
from sim.orderlog.reading.sequence import check_far, check_sequence
from sim.orderlog.reading.state_column import possible_states, read_states
from sim.orderlog.reading.time_columns import ChosenTimes, choose_times
from sim.orderlog.reading.time_zones import TimeColumns, read_as_utc, to_seconds
from sim.orderlog.reading.zone_columns import read_zone_columns

MOST_NAMED = 8
"""How many unused columns a note names."""


class LogReader:
    """A log while it is being read. What is found out or assumed becomes a note, in order."""

    def __init__(self, source: str, table: Table, options: Options) -> None:
        self.source, self.table, self.options = source, table, options
        self.rejected = RejectedRows(table.row)
        self.notes = list(table.notes)
        self.candidates = find_candidates(table.header, options.columns, options.ignore)
        for name in REQUIRED[:2]:
            if name not in self.candidates.places:
                raise missing(name, table.header, source)
        timed = {"on_time", "late"} & set(self.candidates.places)
        if "delivered" not in self.candidates.places and not timed:
            raise missing("delivered", table.header, source)
        if not len(table):
            raise InputError(_("{source} has a header but no rows below it.").format(source=source))

    def read(self) -> OrderLog:
        """Take all steps."""
        table, rejected = self.table, self.rejected
        order, *further = self.candidates.places["order"][0]
        placed = self.candidates.places["placed"][0][0]
        self.ids = texts(table.cells(order))
        self.order_heading = " + ".join(table.header[position] for position in (order, *further))
        for position in further:  # a number that begins again each month, and the month
            self.ids = [
                f"{one} {two}".strip()
                for one, two in zip(self.ids, texts(table.cells(position)), strict=True)
            ]
        no_orders, torn = checks.check_rows(table, placed, order, rejected)
        filled = [
            table.cells(place[0]) for name in REQUIRED[1:] for place in self.candidates.places.get(name, [])
        ]
        self.ids, bare = checks.fill_down(self.ids, filled, rejected.out)
        if bare:
            self.notes.append(
                _("{n} rows without an order number are further lines of the order above.").format(n=bare)
            )
        checks.check_orders(self.ids, self.order_heading, rejected)
        chosen, times, time_notes = self._read_times()
        dates = chosen.dates
        values = self._read_values(chosen, times)
        for name, (position, returned) in values.returns.items():
            rejected.add(
                returned & ~rejected.out,
                values.headings[name],
                _("below zero: goods that came back, not an order"),
                table.cells(position),
            )
            no_orders = no_orders | returned
        written = None if self.no_delivered else (chosen.headings["delivered"], self.cells["delivered"])
        status, self.status_heading, status_notes = read_states(
            table, self.candidates, self.options, dates["delivered"], written, rejected
        )
        if times.zone is None and not times.relative:
            time_notes += on_a_night_of_change(dates, ~rejected.out)
        time_notes += check_sequence(dates, times.seconds, chosen.headings, self.cells, rejected)
        check_far(dates, times.seconds, chosen.headings, self.cells, rejected)
        if self.options.level is None and not further:
            row_questions.ask_about_numbers(
                self.ids, self.order_heading, times.seconds["placed"], rejected.out
            )
        owner = self.candidates.places.get("customer", [])
        owners = texts(table.cells(owner[0][0])) if owner else self.ids
        values.notes += set_aside_class_of_goods(values, owners, rejected.out)
        level = levels.find_level(self.options.level, self.ids, values.series, values.of_order, rejected.out)
        told = self.options.level or {"line", "shipment"} & set(values.series) or table.of_order
        if level != "order" and not told:
            numbers = {table.header.index(heading) for heading in values.headings.values()}
            numbers |= self._used(chosen, order) - {p[0] for p in self.candidates.places.get("status", [])}
            row_questions.ask_about_rows(
                self.ids, table, numbers, dates["delivered"], times.seconds["delivered"], rejected.out
            )
            waiting = dates["delivered"].empty & ~np.isin(status, ("cancelled", "returned", "lost"))
            row_questions.ask_about_states(
                self.ids, table, self._used(chosen, order), waiting, dates["delivered"].valid, rejected.out
            )
        if level == "order":
            levels.reject_repeated(self.ids, dates["delivered"].valid, self.order_heading, rejected)
        else:
            levels.reject_incomplete(self.ids, self.order_heading, no_orders, rejected)
        kept = np.flatnonzero(~rejected.out)
        if not len(kept):
            raise self._no_row()
        rows, keys, key_notes = self._rows(kept, dates, times, values, status)
        self._columns_note(chosen, values)
        self.notes += [
            *self.candidates.notes,
            *chosen.notes,
            *time_notes,
            *values.notes,
            *status_notes,
            *key_notes,
        ]
        return as_log(
            ReadRows(
                self.source,
                table,
                self.options,
                rejected,
                self.notes,
                chosen,
                times,
                rows,
                keys,
                level,
                values.of_order,
                kept,
                no_orders,
                torn,
            )
        )

    def _read_times(self) -> tuple[ChosenTimes, TimeColumns, list[str]]:
        """The columns of times, the same in seconds, and notes. Rows whose required times cannot be read are rejected."""
        table, rejected, options = self.table, self.rejected, self.options
        chosen = choose_times(table, self.candidates, rejected.out, options.words, options.promise)
        dates, lengths = chosen.dates, chosen.lengths
        timed = {"on_time", "late"} & set(self.candidates.places)
        for name in ("placed", *(() if timed else ("delivered",))):
            if name not in dates:
                raise missing(name, table.header, self.source, chosen.notes)
        self.cells = Cells(table, chosen.places)
        notes = self._absent(chosen)
        further = levels.placed_with_first_row(dates["placed"], self.ids, rejected.out)
        if lengths is not None:
            lengths.lengths.kind[further & dates["delivered"].empty] = (
                NONE  # the promise stands in the first row
            )
        _ignore_rejected(dates, rejected.out)
        relative, number_notes = interpret_numbers(dates, chosen.headings)
        notes += number_notes + resolve_date_order(dates, chosen.headings, options.date_order)
        if not relative:
            notes += read_as_utc(dates, chosen.headings)
        if chosen.places.get("earliest") == chosen.places.get("promised") and "earliest" in dates:
            end_after_midnight(dates["promised"], dates["earliest"])
        notes += after_midnight(dates, chosen.places, chosen.headings)
        for name, column in dates.items():
            if not relative:
                mark_placeholders(column)
            waiting = int((column.placeholder & ~rejected.out).sum())
            if waiting and name != "placed":
                text = ngettext(
                    "{column}: {n} value stands for not yet ({values}).",
                    "{column}: {n} values stand for not yet ({values}).",
                    waiting,
                )
                shown = first_values(
                    table, chosen.places.get(name, (0,))[0], column.placeholder & ~rejected.out
                )
                notes.append(text.format(column=chosen.headings[name], n=waiting, values=shown))
        notes += beyond_midnight(dates, chosen.headings)
        if lengths is not None:
            unknown = dates["promised"].unreadable & ~rejected.out
            reason = _("is no known length of time; --map promised:WORD=48h gives a word a meaning")
            rejected.add(unknown, chosen.headings["promised"], reason, self.cells["promised"])
        checks.check_dates(dates, chosen.headings, self.cells, rejected)
        if not relative:
            notes += set_hours(dates, chosen.headings, options.zone)
        _ignore_rejected(dates, rejected.out)
        self.zone_headings: list[str] = []
        if lengths is not None:
            notes += lengths.settle(dates, rejected.out, options.zone)
        if not relative:
            self.zone_headings, zone_notes = read_zone_columns(dates, chosen.headings, table)
            notes += zone_notes
        times = to_seconds(dates, options.zone, relative)
        checks.check_gaps(times, dates, chosen.headings, self.cells, rejected)
        for each in filter(None, (chosen.took, lengths)):
            notes += each.add_elapsed(dates, times.seconds)
        return chosen, times, notes + times.notes

    def _absent(self, chosen: ChosenTimes) -> list[str]:
        """Notes about cells and required times for which there is no column."""
        notes = []
        if checks.leaves_out_empty_cells(self.table):
            notes.append(_("Many rows have fewer cells than the header: what they lack counts as empty."))
        promised = "promised" in chosen.dates
        self.no_delivered = "delivered" not in chosen.dates
        says = [
            self.candidates.places[name] for name in ("on_time", "late") if name in self.candidates.places
        ]
        if says and (self.no_delivered or not promised):
            note = _("Times are missing: an order was on time if {column} says so.")
            notes.append(note.format(column=self.table.header[says[0][0][0]]))
        elif not promised:
            notes.append(
                _(
                    "No column for promised: no promise can be kept or broken, but cycle times can be measured. A rule "
                    "helps, such as placed + 48h (promise)."
                )
            )
            used = {position for place in chosen.places.values() for position in place}
            notes += may_be_lengths(
                self.table, (at for at in range(len(self.table.header)) if at not in used)
            )
        if self.no_delivered:
            column = DateColumn.of(len(self.table))
            column.empty[:] = True
            chosen.dates["delivered"] = column
            chosen.headings["delivered"] = "delivered"
            chosen.places["delivered"] = self.candidates.places["order"][0]
            notes.append(_("No column for delivered: cycle times cannot be measured."))
            chosen.dates = {name: chosen.dates[name] for name in TIMES if name in chosen.dates}
        return notes

    def _read_values(self, chosen: ChosenTimes, times: TimeColumns) -> Values:
        taken = {position for place in chosen.places.values() for position in place}
        taken.discard(self.candidates.places["order"][0][0])
        return read_values(
            self.table, self.candidates, taken, self.rejected.out, self.options.words, fen=times.relative
        )

    def _rows(
        self,
        kept: np.ndarray,
        dates: Mapping[str, DateColumn],
        times: TimeColumns,
        values: Values,
        status: list[str],
    ) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
        """The rows that are kept: id, position, times in seconds, values; names for the keys; notes."""
        rows = pd.DataFrame({"id": np.asarray(self.ids, dtype=object)[kept], "position": kept})
        for field, column in dates.items():
            rows[field] = pd.arrays.IntegerArray(times.seconds[field][kept], column.empty[kept])
        for field, series in values.series.items():
            rows[field] = series.iloc[kept].array
        rows["status"] = np.asarray(status, dtype=object)[kept]
        keys = pd.DataFrame({"id": rows["id"]})
        notes: list[str] = []
        for place in self.candidates.places.get("customer", [])[:1]:
            names = texts(self.table.cells(place[0]))
            keys["customer_id"] = np.asarray(names, dtype=object)[kept]
            self.customer_heading = self.table.header[place[0]]
        return rows, keys, notes

    def _used(self, chosen: ChosenTimes, order: int) -> set[int]:
        """The columns of the order number, times and states."""
        places = [*chosen.places.values(), *self.candidates.places.get("status", [])]
        return {order, *(position for place in places for position in place)}

    def _columns_note(self, chosen: ChosenTimes, values: Values) -> None:
        headings = {"order": self.order_heading, **chosen.headings, **values.headings}
        if self.no_delivered:
            del headings["delivered"]
        if "customer" in self.candidates.places:
            headings["customer"] = self.customer_heading
        if self.status_heading:
            headings["status"] = self.status_heading
        pairs = ", ".join(f"{field} = {heading}" for field, heading in headings.items())
        self.notes.append(_("Columns: {pairs}.").format(pairs=pairs))
        used = {*self.zone_headings, *headings.values()}
        used |= {part for heading in headings.values() for part in heading.split(" + ")}
        unused = [heading for heading in self.table.header if heading and heading not in used]
        if unused:
            listed = ", ".join(unused[:MOST_NAMED]) + (", ..." if len(unused) > MOST_NAMED else "")
            self.notes.append(_("Not used: {columns}.").format(columns=listed))
        if not self.status_heading and "status" not in self.candidates.places:
            self.notes += possible_states(self.table, unused, self.options.words)

    def _no_row(self) -> InputError:
        fault = show_fault(next(self.rejected.table().itertuples())).rstrip(".。")
        return InputError(
            _("No row of {source} can be used; the first: {fault}.").format(source=self.source, fault=fault)
        )


def _ignore_rejected(dates: Mapping[str, DateColumn], out: np.ndarray) -> None:
    """Keep rejected rows from influencing how the others are read: numbers as dates, date order, time zone."""
    for column in dates.values():
        column.number[out] = np.nan
        column.ambiguous[out] = False
        column.offset[out & (column.unreadable | column.impossible)] = 0
