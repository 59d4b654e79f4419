"""Read the columns of an order log other than times: numbers, yes and no, words. One that cannot be read is set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.orderlog.reading.candidates import Candidates
from sim.orderlog.reading.cell_values import Numbers, bools, decimal_mark, numbers, texts
from sim.orderlog.reading.cell_words import CHANNEL_NAMES, ON_THE_WAY, STATUS_NAMES, fold, klass
from sim.orderlog.reading.column_names import FIELDS, TIMES
from sim.orderlog.reading.event_words import STEPS
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.lengths import FIXED, read_length
from sim.orderlog.reading.promise_windows import HOURS
from sim.orderlog.reading.rejected_rows import first_values

Words = Mapping[str, Mapping[str, str]]
"""Field -> folded word -> what it means."""
ASKED = ("special_asked", "expedite_asked", "delay_asked")
"""Empty means no: a log notes only what was asked."""
MONEY = ("quoted", "invoiced")
UNITS = ("ordered", "shipped")
CODES = ("need", "trip")
"""Numbers in the records, but any name in a log: they are numbered in the order of the file."""
MINIMUM = {"lines": 1, "satisfaction": 1}
MAXIMUM = {"satisfaction": 5}
MOST_MIXED = 0.1
"""Share of customers, or orders, that may have more than one class by mistake."""
NO_TIME = "open"
"""What a word in place of a time can mean."""
ENOUGH = 5
"""Number of quantities below zero from which, if none is above, the sign means goods that leave."""
THOUSANDTHS = 1000
"""Fractional quantities (tonnes, metres) are counted in thousandths."""
WHOLE_NUMBER = re.compile(r"0|[1-9]\d{0,17}")
ELSEWHERE = (*TIMES, "order", "customer", "status", "within")


@dataclass
class Values:
    """Field -> its values and its heading; notes."""

    series: dict[str, pd.Series] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    of_order: set[str] = field(default_factory=set)
    """Fields whose column is of a file with one row per order, joined to one with several."""
    notes: list[str] = field(default_factory=list)
    returns: dict[str, tuple[int, np.ndarray]] = field(default_factory=dict)
    """Field -> place of its column, and the rows with a quantity below zero: goods that came back."""


def check_words(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The user's words, folded. Raises InputError for a field without words, or a meaning that it does not have."""
    allowed = {
        "status": set(STATUS_NAMES.values()) - {""} | set(STEPS),
        "klass": {"A", "B", "C"},
        "channel": set(CHANNEL_NAMES.values()),
    }
    allowed |= {name: {"yes", "no"} for name, column in FIELDS.items() if column.dtype == "bool"}
    allowed |= {name: {NO_TIME} for name in TIMES}
    for name, meanings in words.items():
        if name not in allowed:
            raise InputError(
                _("The words of {field} cannot be given meanings; those of these fields can: {all}.").format(
                    field=name, all=", ".join(allowed)
                )
            )
        for word, meaning in meanings.items():
            if name == "promised" and (
                read_length(meaning).kind in FIXED or HOURS.fullmatch(meaning.strip())
            ):
                continue
            if meaning not in allowed[name]:
                raise InputError(
                    _("{field}: {word} cannot mean {meaning}, only one of {all}.").format(
                        field=name, word=word, meaning=meaning, all=", ".join(sorted(allowed[name]))
                    )
                )
    return {name: {fold(word): meaning for word, meaning in found.items()} for name, found in words.items()}


def read_status(cells: Sequence[Any], words: Words) -> tuple[list[str], list[str]]:
    """The state of each row, "" where the log says none, and the words that are no known states."""
    mine = words.get("status", {})
    found, unknown = {}, []
    for word in dict.fromkeys(texts(cells)):
        state = mine.get(fold(word), STATUS_NAMES.get(fold(word)))
        state = ON_THE_WAY if state in STEPS else state
        found[word] = state or ""
        if word and state is None:
            unknown.append(word)
    return [found[word] for word in texts(cells)], unknown


def to_numbers(words: Sequence[str]) -> tuple[np.ndarray, bool]:
    """Numbers for the words, and whether the words are numbers themselves; else they are 1, 2, ... in order of appearance."""
    if all(WHOLE_NUMBER.fullmatch(word) for word in words):
        return np.array([int(word) for word in words], dtype=np.int64), True
    return pd.factorize(np.asarray(words, dtype=object))[0] + 1, False


def read_values(
    table: Table, candidates: Candidates, taken: set[int], out: np.ndarray, words: Words, *, fen: bool
) -> Values:
    """The values by field, of the first column of each that can be read in all rows that are not `out`.

    taken: columns that hold something else; fen: amounts are fen, not CNY.
    """
    values = Values()
    units = _Units(table, candidates, values, taken)
    for name in FIELDS:
        if name in ELSEWHERE:
            continue
        faults = []
        for place in candidates.places.get(name, []):
            if place[0] in taken:
                continue
            cells = table.cells(place[0])
            series, bad, why = _read(name, cells, table, words, units, fen=fen)
            if not (bad & ~out).any():
                values.series[name], values.headings[name] = series, table.header[place[0]]
                values.of_order |= {name} if place[0] in table.of_order else set()
                if name in UNITS and (units.below_zero(place[0]) & ~out).any():
                    values.returns[name] = (place[0], units.below_zero(place[0]))
                break
            if place[0] not in candidates.guessed.get(name, ()):
                faults.append((place[0], bad & ~out, why))
        if name not in values.series and faults:
            position, bad, why = faults[0]
            count = int(bad.sum())
            text = ngettext(
                "{column} is set aside: {n} value {why} ({values}).",
                "{column} is set aside: {n} values {why} ({values}).",
                count,
            )
            values.notes.append(
                text.format(
                    column=table.header[position], n=count, why=why, values=first_values(table, position, bad)
                )
            )
    if units.fractional and any(name in values.series for name in UNITS):
        values.notes.append(_("Units come in fractions: they are counted in thousandths."))
    return values


class _Units:
    """Quantities and amounts: columns that share a unit share the decimal mark, and count in thousandths together."""

    def __init__(self, table: Table, candidates: Candidates, values: Values, taken: set[int]) -> None:
        self.marks: dict[str, str] = {}
        for group, grouped in ((UNITS, True), (MONEY, False)):
            columns = {
                place[0]: table.cells(place[0])
                for name in group
                for place in candidates.places.get(name, [])
                if place[0] not in taken
            }
            mark, example = decimal_mark(columns.values(), grouped=grouped, separator=table.separator)
            self.marks |= dict.fromkeys(group, mark)
            if example:
                read = f"{numbers([example], mark).values[0]:g}"
                values.notes.append(
                    _("Numbers such as {example} are read as {number}: no other number decides it.").format(
                        example=example, number=read
                    )
                )
            if group == UNITS:
                self.read = {at: _one_sign(numbers(cells, mark)) for at, cells in columns.items()}
        self.fractional = any((~n.bad & (n.values % 1 != 0)).any() for n in self.read.values())

    def below_zero(self, at: int) -> np.ndarray:
        """The rows of a column of quantities that came back."""
        return np.asarray(self.read[at].values < 0)

    def numbers(self, name: str, cells: Sequence[Any], separator: str | None) -> Numbers:
        """The numbers of a column; those of a quantity without a sign."""
        mark = self.marks.get(name)
        if name in UNITS:
            found = _one_sign(numbers(cells, str(mark)))
            return Numbers(np.abs(found.values), found.empty, found.bad)
        if mark is None:
            mark = decimal_mark([cells], grouped=True, separator=separator)[0]
        return numbers(cells, mark)

    def factor(self, name: str, *, fen: bool) -> int:
        """The factor of a value's unit."""
        if name in MONEY:
            return 1 if fen else 100
        return THOUSANDTHS if self.fractional and name in UNITS else 1


def _one_sign(read: Numbers) -> Numbers:
    """Quantities above zero where all are below, as in a stock ledger, which writes goods that leave below zero."""
    if (read.values < 0).sum() >= ENOUGH and not (read.values > 0).any():
        return Numbers(-read.values, read.empty, read.bad)
    return read


def _read(
    name: str, cells: Sequence[Any], table: Table, words: Words, units: _Units, *, fen: bool
) -> tuple[pd.Series, np.ndarray, str]:
    """The values of a column; the rows that cannot be read, and why."""
    none = np.zeros(len(cells), dtype=bool)
    if FIELDS[name].dtype == "bool":
        answers = bools(name, cells, words.get(name))
        mask = answers.empty & (name not in ASKED)
        return (
            pd.Series(pd.arrays.BooleanArray(answers.values, mask)),
            answers.bad,
            _("say neither yes nor no"),
        )
    if name in CODES:
        codes = texts(cells)
        found, _are_numbers = to_numbers([code or "0" for code in codes])
        empty = np.array([not code for code in codes], dtype=bool)
        return pd.Series(pd.arrays.IntegerArray(found.astype(np.int64), empty)), none, ""
    if FIELDS[name].dtype == "int":
        number = units.numbers(name, cells, table.separator)
        amount = number.values * units.factor(name, fen=fen)
        amount = np.rint(amount) if name in (*MONEY, *UNITS) else amount
        outside = (amount < MINIMUM.get(name, 0)) | (amount > MAXIMUM.get(name, 2**53)) | (amount % 1 != 0)
        bad = number.bad | (~number.empty & outside)
        amount = np.where(bad | number.empty, 0, amount)
        series = pd.Series(pd.arrays.IntegerArray(amount.astype(np.int64), number.empty.copy()))
        return series, bad, _("cannot be read as a whole number that is not too small or too large")
    column = pd.Series(texts(cells), dtype=object)
    if name == "klass":
        mine = words.get(name, {})
        letters = column.map({word: mine.get(fold(word)) or klass(word) for word in set(column)})
        bad = ((letters == "") & (column != "")).to_numpy()
        return letters.replace("", None).astype("category"), bad, _("are not class A, B or C")
    if name == "channel":
        mine = words.get(name, {})
        column = column.map(lambda word: mine.get(fold(word)) or CHANNEL_NAMES.get(fold(word), word))
    return column.replace("", None).astype("category"), none, ""


def set_aside_class_of_goods(values: Values, owners: Sequence[str], out: np.ndarray) -> list[str]:
    """Set a class aside that differs within customers, or orders if no customers are named. Returns notes."""
    if "klass" not in values.series:
        return []
    rows = pd.DataFrame({"owner": owners, "klass": values.series["klass"].astype(object)})[~out]
    several = rows[rows["owner"].duplicated(keep=False)]
    if not (several.groupby("owner")["klass"].nunique() > 1).mean() > MOST_MIXED:
        return []
    del values.series["klass"]
    note = _(
        "{column} is set aside: it differs within a customer or an order, so it is no class of customers."
    )
    return [note.format(column=values.headings.pop("klass"))]
