"""Tables of ten rows to work out on paper. Every typical mistake gives a different result on them."""

from __future__ import annotations

import io

import pandas as pd

from sim.course.assignments.service_measures.export_faults import FIRST_TEST_ORDER
from sim.course.assignments.service_measures.variant import HALLS, Variant

_ORDERS = """
order customer klass hall  placed           accepted         promised         delivered        preparation
101   K0007    A     North 2024-03-04_07:00 2024-03-04_08:00 2024-03-05_16:00 2024-03-05_12:00 1
102   K0003    A     East  2024-03-04_08:00 2024-03-04_09:00 2024-03-05_09:00 2024-03-05_11:00 2
103   K0007    A     South 2024-03-04_08:00 2024-03-04_10:00 2024-03-06_10:00 2024-03-07_10:00 6
104   K0021    B     North 2024-03-05_07:30 2024-03-05_08:00 2024-03-06_14:00 2024-03-06_08:00 1.5
105   K0024    B     East  2024-03-05_09:00 2024-03-05_10:00 2024-03-06_20:00 2024-03-06_16:00 2.5
106   K0033    B     South 2024-03-05_11:00 2024-03-05_12:00 2024-03-07_12:00 -                3
107   K0112    C     North 2024-03-06_07:00 2024-03-06_08:00 2024-03-07_20:00 -                2
108   K0145    C     East  2024-03-06_08:30 2024-03-06_09:00 2024-03-08_09:00 2024-03-07_05:00 1
109   K0150    C     South 2024-03-06_09:00 2024-03-06_10:00 2024-03-08_10:00 -                -
110   K0171    C     North 2024-03-07_06:00 2024-03-07_08:00 2024-03-08_16:00 2024-03-08_18:00 2
"""
_ORDERS_MORE = """
order ordered shipped status    damaged wrong_goods special   address_ok receiver_ok contact_ok quoted invoiced
101   10      10      delivered no      no          granted   yes        yes         yes        400    400
102   8       8       delivered no      no          not_asked yes        no          yes        300    300
103   20      12      delivered no      no          refused   yes        yes         no         500    500
104   6       6       delivered yes     no          not_asked yes        yes         no         200    200
105   4       4       delivered no      yes         not_asked yes        yes         yes        350    370
106   5       5       lost      -       no          not_asked yes        -           yes        250    -
107   9       9       returned  yes     no          not_asked yes        -           yes        220    -
108   3       3       delivered no      no          not_asked yes        yes         yes        150    150
109   7       0       cancelled -       no          not_asked yes        -           yes        180    -
110   12      12      delivered no      no          not_asked no         yes         yes        260    260
"""
_LINES = """
order good quantity on_hand
101   G001 5        8
101   G002 10       4
102   G003 2        2
103   G001 6        0
104   G004 8        20
105   G005 3        3
106   G002 4        1
107   G006 1        9
108   G007 20       15
109   G001 7        -
"""
_STOCK = """
good day        in_stock
G001 2024-03-04 yes
G001 2024-03-05 no
G001 2024-03-06 no
G001 2024-03-07 -
G002 2024-03-04 yes
G002 2024-03-05 yes
G002 2024-03-06 no
G003 2024-03-04 yes
G003 2024-03-05 yes
G003 2024-03-06 yes
"""
_NEEDS = """
need time             outcome
1    2024-03-04_08:10 accepted
2    2024-03-04_08:40 elsewhere
3    2024-03-04_09:20 turned_away
4    2024-03-04_10:00 accepted
5    2024-03-04_10:30 accepted
6    2024-03-04_11:00 abandoned
7    2024-03-04_13:00 elsewhere
8    2024-03-04_14:00 accepted
9    2024-03-04_15:00 turned_away
10   2024-03-04_16:00 accepted
"""
_REQUESTS = """
order kind     met
101   special  yes
102   expedite yes
103   special  no
104   expedite no
105   special  yes
106   expedite no
107   delay    yes
108   special  yes
109   expedite no
110   delay    yes
"""
_CONTACTS = """
contact channel   time             answered         target
1       telephone 2024-03-04_09:00 2024-03-04_09:00 1
2       telephone 2024-03-04_09:10 -                1
3       telephone 2024-03-04_09:20 2024-03-04_09:23 1
4       telephone 2024-03-04_09:30 2024-03-04_09:35 1
5       web       2024-03-04_10:00 2024-03-04_10:30 60
6       web       2024-03-04_10:10 2024-03-05_10:20 60
7       mail      2024-03-04_11:00 2024-03-04_13:00 240
8       mail      2024-03-04_11:30 2024-03-04_17:30 240
9       edi       2024-03-04_12:00 2024-03-04_12:00 5
10      edi       2024-03-04_12:30 2024-03-04_12:30 5
"""
_CALLS = """
call time                answered            ended
1    2024-03-04_09:00:00 2024-03-04_09:00:00 2024-03-04_09:10:00
2    2024-03-04_09:05:00 2024-03-04_09:10:00 2024-03-04_09:24:00
3    2024-03-04_09:20:00 -                   2024-03-04_09:22:00
4    2024-03-04_09:30:00 2024-03-04_09:30:00 2024-03-04_09:50:00
5    2024-03-04_14:00:00 2024-03-04_14:00:00 2024-03-04_14:08:00
6    2024-03-04_14:05:00 2024-03-04_14:08:00 2024-03-04_14:20:00
7    2024-03-05_09:10:00 2024-03-05_09:10:00 2024-03-05_09:30:00
8    2024-03-05_09:20:00 -                   2024-03-05_09:24:00
9    2024-03-05_09:25:00 2024-03-05_09:30:00 2024-03-05_09:44:00
10   2024-03-05_14:00:00 2024-03-05_14:00:00 2024-03-05_14:06:00
"""
_MONTHS = """
order klass accepted         promised         delivered
201   A     2024-01-08_08:00 2024-01-10_08:00 2024-01-09_08:00
202   A     2024-01-09_08:00 2024-01-11_08:00 2024-01-10_14:00
203   A     2024-02-01_08:00 2024-02-03_08:00 2024-02-02_04:00
204   A     2024-02-06_08:00 2024-02-08_08:00 2024-02-07_06:00
205   A     2024-03-04_08:00 2024-03-06_08:00 2024-03-05_02:00
206   A     2024-03-05_08:00 2024-03-07_08:00 2024-03-05_18:00
207   A     2024-03-06_08:00 2024-03-08_08:00 -
208   A     2024-03-07_08:00 2024-03-09_08:00 2024-03-09_10:00
209   B     2024-01-31_08:00 2024-02-02_08:00 2024-02-01_04:00
210   B     2024-02-06_08:00 2024-02-08_08:00 2024-02-08_00:00
"""


def hand_tables(variant: Variant) -> dict[str, pd.DataFrame]:
    """Hand tables by name. In the raw orders, the faulty hall and the test customer are those of the variant."""
    orders = _table(_ORDERS).merge(_table(_ORDERS_MORE), on="order")
    return {
        "raw_orders": _raw_orders(orders, variant),
        "orders": orders,
        "lines": _table(_LINES),
        "stock": _table(_STOCK),
        "needs": _table(_NEEDS),
        "requests": _table(_REQUESTS),
        "contacts": _table(_CONTACTS),
        "calls": _table(_CALLS),
        "months": _table(_MONTHS),
    }


RIGHT_ORDERS = (103, 104, 105, 106)
"""The orders of the raw hand table that remain after cleaning, for every variant."""


def _raw_orders(orders: pd.DataFrame, variant: Variant) -> pd.DataFrame:
    """Ten rows: four good orders, two of them twice, a test, two of the year before and one of the year after."""
    good = orders.iloc[2:6]
    other_years = orders.iloc[6:9].copy()
    for column in ("placed", "accepted", "promised", "delivered"):
        other_years[column] += pd.to_timedelta([-80, -70, 310], unit="D")
    test = orders.iloc[[9]].copy()
    test["order"], test["customer"] = FIRST_TEST_ORDER, variant.test_customer
    raw = pd.concat(
        [other_years.iloc[:2], good, test, good.iloc[[1, 3]], other_years.iloc[2:]], ignore_index=True
    )
    # One good order is from the faulty hall, and no other row.
    others = [name for name in HALLS if name != variant.minutes_hall]
    raw["hall"] = [
        variant.minutes_hall if order == RIGHT_ORDERS[0] else others[order % 2] for order in raw["order"]
    ]
    in_minutes = raw["hall"] == variant.minutes_hall
    raw["preparation"] = raw["preparation"].where(~in_minutes, raw["preparation"] * 60)
    return raw


def _table(text: str) -> pd.DataFrame:
    """A table from text: columns are separated by spaces, `-` is an empty cell, `_` in a cell a space."""
    table = pd.read_csv(io.StringIO(text.strip()), sep=r"\s+", na_values=["-"])
    for name in table.columns:
        filled = table[name].dropna()
        if table[name].dtype.kind in "OUT" or pd.api.types.is_string_dtype(filled):
            table[name] = table[name].where(table[name].isna(), table[name].astype(str).str.replace("_", " "))
            if filled.astype(str).str.match(r"\d{4}-\d\d-\d\d").all():
                table[name] = pd.to_datetime(table[name], format="ISO8601")
    # Outcomes such as turned_away are names with an underscore.
    if "outcome" in table:
        table["outcome"] = table["outcome"].str.replace(" ", "_")
    return table
