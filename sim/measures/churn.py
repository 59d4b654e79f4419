"""Who leaves: as only the customers know (true churn), and as the firm can see it (observable churn); and who comes.

Yearly churn: a share s of the present customers leaving in a window of w seconds is 1 - (1 - s) ** (year / w) a year, as if
the risk were constant (standard survival arithmetic). A year is 52 weeks. In a frozen market nobody can leave: NaN.
"""

from __future__ import annotations

import pandas as pd

from sim.base.i18n import _
from sim.base.units import YEAR
from sim.measures.service import Value, bounds, share
from sim.measures.windows import NAN, is_frozen, placed_in_window, present, ratio, said, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

ALL = "all"


def yearly(part: float, records: Records) -> float:
    """What a share of the window comes to in a year."""
    start, end = bounds(records)
    return float(1 - (1 - part) ** (YEAR / (end - start))) if end > start else NAN


def true_churn(records: Records) -> pd.DataFrame:
    """Rows A, B, C, all: customers (present at the start), left (of them, within the window and not come back), share, yearly.

    Newcomers who leave again are in `newcomers`. NaN where there are no customers, or the market is frozen.
    """
    table = present(records)
    return _rates(table, within(table["left"], records), records, unknown=is_frozen(records))


def observable_churn(records: Records) -> pd.DataFrame:
    """The same from what a firm can see: no order for four of the customer's own mean gaps (`customers.lapsed`).

    It comes late (who left shortly before the end has not lapsed yet) and takes a pause for a farewell.
    """
    table = present(records)
    return _rates(table, within(table["lapsed"], records), records, unknown=False)


def _rates(table: pd.DataFrame, gone: pd.Series, records: Records, unknown: bool) -> pd.DataFrame:
    rows = []
    for klass in (*CLASSES, ALL):
        mine = table["klass"].notna() if klass == ALL else table["klass"] == klass
        count, left = int(mine.sum()), int((gone & mine).sum())
        part = NAN if unknown else share(left, count)["value"]
        rows.append((count, left, part, yearly(part, records)))
    index = pd.Index([*CLASSES, ALL], name="klass")
    return pd.DataFrame(rows, index=index, columns=["customers", "left", "share", "yearly"])


def agreement(records: Records) -> Value:
    """How far lapse tells of leaving, over the customers present at the start.

    value: share of customers on whom the two agree; n; both, only_left, only_lapsed, neither (customers; they add up to n);
    precision: share of the lapsed that had left; recall: share of those who left that have lapsed.
    """
    table = present(records)
    left, lapsed = within(table["left"], records), within(table["lapsed"], records)
    both, neither = int((left & lapsed).sum()), int((~left & ~lapsed).sum())
    if is_frozen(records):
        return said({"value": NAN, "n": 0}, "share", _("in a frozen market nobody leaves"))
    found = {
        "both": both,
        "only_left": int(left.sum()) - both,
        "only_lapsed": int(lapsed.sum()) - both,
        "neither": neither,
        "precision": ratio(both, lapsed.sum()),
        "recall": ratio(both, left.sum()),
    }
    return said(share(both + neither, len(table)) | found, "share")


def newcomers(records: Records) -> pd.DataFrame:
    """Rows A, B, C, all: possible (did not know the firm at the start), joined (came to know it in the window), ordered (of
    them, gave it an order), left (of these, left again), share (joined of possible; NaN where nobody was possible)."""
    start, _end = bounds(records)
    customers = records["customers"]
    possible = ~customers["knows"] | (customers["joined"] >= start).fillna(False)
    joined = within(customers["joined"], records)
    ordered = joined & customers["customer"].isin(placed_in_window(records)["customer"])
    left = ordered & within(customers["left"], records)
    rows = []
    for klass in (*CLASSES, ALL):
        mine = customers["klass"].notna() if klass == ALL else customers["klass"] == klass
        counts = [int((flag & mine).sum()) for flag in (possible, joined, ordered, left)]
        rows.append((*counts, ratio(counts[1], counts[0])))
    columns = ["possible", "joined", "ordered", "left", "share"]
    return pd.DataFrame(rows, index=pd.Index([*CLASSES, ALL], name="klass"), columns=columns)
