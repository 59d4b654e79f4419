"""The six questions that tell customers apart (CUS-07), each answered by a short table. Where nobody fits, it has no rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.case.case import Case
from sim.measures.contribution import contributions
from sim.measures.service import bounds
from sim.measures.windows import NAN, placed_in_window, within
from sim.records.schema import Records


def part(records: Records, begin: int, finish: int) -> Records:
    """The same records seen through another window (s), for measures of a half or a quarter."""
    return records | {"window": pd.DataFrame({"start": [begin], "end": [finish]})}


def parts(records: Records, count: int) -> list[Records]:
    """The window cut into `count` windows of equal length, to the second."""
    start, end = bounds(records)
    cuts = [start + (end - start) * at // count for at in range(count + 1)]
    return [part(records, cuts[at], cuts[at + 1]) for at in range(count)]


def effective(table: pd.DataFrame) -> pd.DataFrame:
    """1 Which customers are effective? Rows of `contributions` that ordered and contribute more than 0, the largest first."""
    found = table[(table["orders"] > 0) & (table["contribution"] > 0)]
    return found.sort_values("contribution", ascending=False, kind="stable")


def profit_over_time(records: Records, case: Case, count: int = 4) -> pd.DataFrame:
    """2 How does their profit run over time? Contribution (fen) by customer (index) in each of `count` equal parts (columns 1, 2,
    ...); 0 in a part in which the customer had nothing booked, for customers of the whole window."""
    columns = {
        at: contributions(one, case)["contribution"] for at, one in enumerate(parts(records, count), 1)
    }
    return pd.DataFrame(columns).fillna(0.0).rename_axis("customer")


def most_wanted(records: Records, table: pd.DataFrame, top: int = 10) -> pd.DataFrame:
    """3 Whom do we most want? By customer: given, elsewhere (needs of the window), each (fen: contribution of a need given), gain
    (fen: elsewhere x each, what the rest of its needs would bring); the `top` largest above 0.

    A firm does not see needs that went elsewhere: it must ask. Orders of one need may be served in another week than it arose.
    """
    needs = _by_provider(records)
    found = needs.join(table["contribution"], how="inner")
    found["each"] = found["contribution"] / found["given"].where(found["given"] > 0)
    found["gain"] = found["elsewhere"] * found["each"]
    found = found[found["gain"] > 0].drop(columns="contribution")
    return found.sort_values("gain", ascending=False, kind="stable").head(top)


def repeated_complaints(records: Records, least: int = 2) -> pd.DataFrame:
    """4 Which key or suitable customers complained repeatedly? Of A and B: customer (index), klass, complaints opened in the
    window (of themselves, not found by a survey), at least `least`; the most first."""
    table = records["complaints"]
    own = table[within(table["opened"], records) & ~table["asked"].astype(bool)]
    counts = own["customer"].value_counts().rename("complaints")
    klass = records["customers"].set_index("customer")["klass"]
    found = klass.to_frame().join(counts, how="inner")
    found = found[found["klass"].isin(["A", "B"]) & (found["complaints"] >= least)]
    return found.sort_values("complaints", ascending=False, kind="stable")


def largest_before(records: Records, top: int = 10) -> pd.DataFrame:
    """5 Did last year's largest order much this year? The `top` customers by orders placed in the first half of the window
    (index): before, now (orders in the halves), change (now / before - 1). Two years of records compare years."""
    first, second = (placed_in_window(half)["customer"].value_counts() for half in parts(records, 2))
    found = pd.DataFrame({"before": first, "now": second}).fillna(0).astype("int64")
    found = found[found["before"] > 0].sort_values("before", ascending=False, kind="stable").head(top)
    change = found["now"] / found["before"] - 1 if len(found) else NAN
    return found.assign(change=change).rename_axis("customer")


def mostly_elsewhere(records: Records, most: int = 2) -> pd.DataFrame:
    """6 Which order once or twice from us and more elsewhere? By customer: needs of the window given (1 to `most`), elsewhere."""
    needs = _by_provider(records)
    found = needs[needs["given"].between(1, most) & (needs["elsewhere"] > needs["given"])]
    return found.sort_values("elsewhere", ascending=False, kind="stable")


def _by_provider(records: Records) -> pd.DataFrame:
    """By customer: needs of the window given to this firm, and elsewhere."""
    needs = records["needs"]
    needs = needs[within(needs["time"], records)]
    away = (needs["state"] == "elsewhere").to_numpy()
    flags = pd.DataFrame({"given": ~away, "elsewhere": away}).astype(np.int64)
    return flags.groupby(needs["customer"].to_numpy()).sum().rename_axis("customer")
