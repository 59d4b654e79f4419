"""From the columns of a log to the tables that measures take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _, ngettext
from sim.orderlog.reading.names import FIELDS
from sim.orderlog.reading.rejected import Rejected
from sim.orderlog.reading.values import CHANNEL_NAMES, STATUS_NAMES, fold, klass, numbers, texts, truths

ASKED = ("special_asked", "expedite_asked", "delay_asked")
"""Empty means no: logs note what was asked."""
MONEY = ("quoted", "invoiced")
UNITS = ("ordered", "shipped")
LEAST = {"lines": 1, "satisfaction": 1, "ordered": 1}
MOST = {"satisfaction": 5}
FINER = 1000
"""Units that come in fractions (tonnes, metres) are counted in thousandths."""
AFTER_END = ("receiver_ok", "expedite_met", "delay_met", "damaged", "invoiced", "satisfaction")
"""What is known of an order only once it is delivered."""
WHOLE = re.compile(r"0|[1-9]\d{0,17}")


def read_status(cells: Sequence[Any] | None, delivered: np.ndarray) -> list[str]:
    """The state of each row; "" where the log says none, "?" for an unknown word."""
    if cells is None:
        return [""] * len(delivered)
    known = {word: STATUS_NAMES.get(fold(word), "?") if word else "" for word in set(texts(cells))}
    return [known[word] for word in texts(cells)]


def numbered(words: Sequence[str]) -> tuple[np.ndarray, bool]:
    """Whole numbers for words: the words themselves if all are whole numbers, else 1, 2, ... as they first appear."""
    if all(WHOLE.fullmatch(word) for word in words):
        return np.array([int(word) for word in words], dtype=np.int64), True
    return pd.factorize(np.asarray(words, dtype=object))[0] + 1, False


def read_columns(
    cells: Mapping[str, Sequence[Any]],
    called: Mapping[str, str],
    rejected: Rejected,
    *,
    separator: str | None,
    fen: bool,
) -> tuple[dict[str, pd.Series], list[str]]:
    """Numbers, truth values and words by field, rows with what cannot be read rejected; and notes.

    fen: amounts are fen already, not CNY.
    """
    found: dict[str, pd.Series] = {}
    notes: list[str] = []
    counts = {name: numbers(cells[name], separator=separator) for name in UNITS if name in cells}
    finer = any((~n.bad & (n.values % 1 != 0)).any() for n in counts.values())
    if finer:
        notes.append(_("Units come in fractions: they are counted in thousandths."))
    for name, values in cells.items():
        open_ = ~rejected.out
        if FIELDS[name].dtype == "bool":
            said = truths(values)
            rejected.add(open_ & said.bad, called[name], _("is neither yes nor no"), values)
            mask = said.empty & (name not in ASKED)
            found[name] = pd.Series(pd.arrays.BooleanArray(said.values, mask))
        elif FIELDS[name].dtype == "int":
            number = counts.get(name) or numbers(values, grouped=name not in MONEY, separator=separator)
            amount = number.values * (
                100 if name in MONEY and not fen else FINER if finer and name in UNITS else 1
            )
            rejected.add(open_ & number.bad, called[name], _("cannot be read as a number"), values)
            amount = np.rint(amount) if name in (*MONEY, *UNITS) else amount
            good = ~number.bad & ~number.empty
            small = good & (amount < LEAST.get(name, 0))
            large = good & (amount > MOST.get(name, 2**53))
            rejected.add(open_ & (small | large), called[name], _("is too small or too large"), values)
            part = good & ~small & ~large & (amount % 1 != 0)
            rejected.add(open_ & part, called[name], _("is no whole number"), values)
            found[name] = pd.Series(pd.arrays.IntegerArray(amount.astype(np.int64), number.empty.copy()))
        else:
            found[name] = pd.Series(texts(values), dtype=object)
    if "klass" in found:
        letters = found["klass"].map({word: klass(word) for word in set(found["klass"])})
        unknown = (letters == "") & (found["klass"] != "")
        reason = _("is no class A, B or C")
        rejected.add(~rejected.out & unknown.to_numpy(), called["klass"], reason, cells["klass"])
        found["klass"] = letters
    if "channel" in found:
        found["channel"] = found["channel"].map(lambda word: CHANNEL_NAMES.get(fold(word), word))
    for name in ("klass", "lane", "channel", "cause"):
        if name in found:
            found[name] = found[name].replace("", None).astype("category")
    return found, notes


def settle_orders(orders: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """What the log leaves open: first contact and acceptance, the state, what marks only the bad ones; with notes."""
    notes: list[str] = []
    if "accepted" not in orders:
        orders["accepted"] = orders["placed"].where(orders["promised"].notna())
        notes.append(_("No column for accepted: an order counts as accepted when it was placed."))
    else:
        lacks = orders["accepted"].isna() & orders["promised"].notna()
        orders["accepted"] = orders["accepted"].mask(lacks, orders["placed"])
        notes += _counted(int(lacks.sum()), "accepted", _("the time when it was placed"))
    returned = (orders["status"] == "returned") & orders["delivered"].notna()
    if returned.any():
        orders["delivered"] = orders["delivered"].mask(returned, pd.NA)
        notes.append(
            ngettext(
                "{n} returned order counts as not delivered.",
                "{n} returned orders count as not delivered.",
                int(returned.sum()),
            ).format(n=int(returned.sum()))
        )
    there = orders["delivered"].notna()
    if "damaged" in orders:
        lacks = there & orders["damaged"].isna()
        orders["damaged"] = orders["damaged"].mask(lacks, False)
        notes += _counted(int(lacks.sum()), "damaged", _("no"))
    derived = np.where(there, "delivered", "in_progress")
    orders["status"] = orders["status"].where(orders["status"] != "", derived).astype("category")
    return orders[[name for name in FIELDS if name in orders]], notes


def _counted(count: int, name: str, taken: str) -> list[str]:
    if not count:
        return []
    text = ngettext(
        "{field} is empty in {n} row: {taken} is taken.",
        "{field} is empty in {n} rows: {taken} is taken.",
        count,
    )
    return [text.format(field=name, n=count, taken=taken)]


def cut_off(orders: pd.DataFrame, times: Sequence[str], end: int) -> pd.DataFrame:
    """The orders as they stood at the end: later facts are not known yet, later orders do not exist yet."""
    orders = orders[orders["placed"] < end].reset_index(drop=True)
    open_ = (orders["delivered"] > end).fillna(False).astype(bool)
    for name in times:
        if name != "promised":
            orders[name] = orders[name].mask((orders[name] > end).fillna(False).astype(bool), pd.NA)
    for name in AFTER_END:
        if name in orders:
            orders[name] = orders[name].mask(open_, pd.NA)
    status = orders["status"].astype(object).mask(open_, "in_progress")
    return orders.assign(status=status.astype("category"))


def needs_of(orders: pd.DataFrame) -> pd.DataFrame | None:
    """The `needs` that chose the firm, if the log notes those that were turned away; None if it does not."""
    if not (orders["status"] == "turned_away").any():
        return None
    return pd.DataFrame({"time": orders["placed"].astype("int64"), "state": orders["status"]})
