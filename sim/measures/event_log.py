"""The events of each order as a list, in the form that programs for animating queues read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.units import DAY
from sim.measures.orders import STAGE_TIMES
from sim.records.schema import Records

MINUTE = 60
COLUMNS = ("entity_id", "pathway", "event_type", "event", "time")


def stage_stays(records: Records, start: int, end: int) -> pd.DataFrame:
    """List which orders were in which stage during a span of time.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed, promised, delivered and the times between).
    start, end : int
        Seconds.

    Returns
    -------
    DataFrame
        One row per stay: order, klass, stage, begins, ends (s), promised (s). A stay that the order never ended, because the
        customer gave up or the order was lost, is left out.

    Examples
    --------
    >>> from sim import run
    >>> stays = stage_stays(run("corner", weeks=1).records, 9 * 3600, 10 * 3600)
    >>> stays["stage"].value_counts().to_dict()["desk"] > 0
    True
    """
    orders = records["orders"]
    tables = []
    for stage, entered, left in STAGE_TIMES:
        begins = orders[entered].to_numpy(dtype="float64", na_value=np.nan)
        ends = orders[left].to_numpy(dtype="float64", na_value=np.nan)
        inside = (begins < end) & (ends > start) & (ends > begins)
        tables.append(
            pd.DataFrame(
                {
                    "order": orders["order"].to_numpy()[inside],
                    "klass": orders["klass"].astype(str).to_numpy()[inside],
                    "stage": stage,
                    "begins": begins[inside].astype("int64"),
                    "ends": ends[inside].astype("int64"),
                    "promised": orders["promised"].to_numpy(dtype="float64", na_value=np.inf)[inside],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def event_log(records: Records, day: int = 0, days: int = 1) -> pd.DataFrame:
    """List the events of some days in the columns that vidigi reads (`animate_activity_log`).

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders.
    day, days : int
        The first day, 0 for the first one observed, and how many.

    Returns
    -------
    DataFrame
        entity_id (order), pathway (customer class), event_type ("arrival_departure" or "queue"), event ("arrival", a stage,
        "depart"), time (minutes since the first day began), in order of time. A stay that began before begins at 0.

    Notes
    -----
    Records do not say who served an order, so a stage is one queue, with the service in it.

    Examples
    --------
    >>> from sim import run
    >>> event_log(run("corner", weeks=1).records)["event"].iloc[0]
    'arrival'
    """
    start = day * DAY
    stays = stage_stays(records, start, start + days * DAY)
    stays["stage_number"] = stays["stage"].map(
        {name: place for place, (name, *_times) in enumerate(STAGE_TIMES)}
    )
    firsts = stays.sort_values("stage_number").groupby("order", as_index=False).first()
    lasts = stays.sort_values("stage_number").groupby("order", as_index=False).last()
    lasts = lasts[lasts["ends"] < start + days * DAY]
    parts = [
        _events(firsts["order"], firsts["klass"], "arrival_departure", "arrival", firsts["begins"], 0),
        _events(
            stays["order"],
            stays["klass"],
            "queue",
            stays["stage"],
            stays["begins"],
            stays["stage_number"] + 1,
        ),
        _events(
            lasts["order"], lasts["klass"], "arrival_departure", "depart", lasts["ends"], len(STAGE_TIMES) + 1
        ),
    ]
    events = pd.concat(parts, ignore_index=True)
    events["time"] = (events["time"] - start).clip(lower=0) / MINUTE
    events = events.sort_values(["time", "entity_id", "place"], kind="stable", ignore_index=True)
    return events[list(COLUMNS)]


def _events(
    orders: pd.Series, classes: pd.Series, kind: str, event: object, times: pd.Series, place: object
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "entity_id": orders,
            "pathway": classes,
            "event_type": kind,
            "event": event,
            "time": times,
            "place": place,
        }
    )
