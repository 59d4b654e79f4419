"""The cost of service (SVC-09): visible in the books, and hidden in the orders that customers place elsewhere.

Visible: handling orders, carrying them out, support and returns. Hidden: the contribution of orders lost because the
service disappoints, measured against a twin run with the same random numbers in which every customer remembers perfect
service (`ideal_twin`). The twin keeps queues, stock-outs and prices as they are: orders that fail in the firm itself
(nobody answers, the goods are lost) also fail in the twin, and are not part of the hidden cost.

A lost order saves its carriage, which is little while lorries have room. The two runs show exactly how much: the
hidden cost is the income of the orders lost, less the carriage that was really saved. The whole cost of a level of
service is visible cost, hidden cost, and the carriage of the twin, which carries all orders that the firm could have
at this level. From level to level this cost rises as profit falls.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import FEN
from sim.measures.contribution import zone_freight
from sim.measures.measured_value import NAN, Value, with_unit
from sim.measures.money import INCOME, booked
from sim.measures.run import Run
from sim.measures.window import bounds, is_frozen, knew_at_start, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

VISIBLE: Mapping[str, tuple[str, ...]] = {
    "order handling": ("wages_desk", "integration", "crm", "crm_training", "crm_data", "notices"),
    "execution": (
        "wages_warehouse",
        "checking",
        "slotting",
        "holding",
        "purchasing",
        "lorries",
        "vans",
        "flex",
        "emergency",
        "key_accounts",
        "training",
        "hiring",
    ),
    "support and returns": (
        "redelivery",
        "penalties",
        "claims",
        "returns",
        "corrections",
        "backorders",
        "wages_complaints",
        "compensation",
        "deductions",
        "return_visits",
        "surveys",
        "wages_managers",
        "visits",
        "social",
        "reverse",
    ),
}
"""Accounts by the course's three parts of visible cost. Which account belongs to which part is assumed."""
CARRIAGE = ("haulage", "air", "couriers")
"""Accounts paid by the kilometre or the order, which the freight in the price covers."""
NOT_SERVICE = ("overhead", "advertising", "price_lists", "event", "points")
"""Accounts of cost that no level of service changes: buildings, and what is spent on selling."""
PRESENT, POSSIBLE = "present", "possible"
"""Customers who knew the firm at the start, and those who did not yet."""


def visible_cost(records: Records) -> Value:
    """The visible cost of service in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger.

    Returns
    -------
    dict
        "value": fen, above 0 (NaN without any booking); "n": bookings; "parts": fen by part of VISIBLE (they add up to
        value); "other": carriage (`booked_carriage`), and cost that does not depend on service. Income - value - other is the
        profit of `sim.measures.money.money`.

    Examples
    --------
    >>> from sim import run
    >>> visible_cost(run("corner", weeks=2).records)["parts"]
    {'order handling': 1064000, 'execution': 3667158, 'support and returns': 115710}
    """
    rows = booked(records)
    rows = rows[~rows["account"].isin(INCOME)]
    sums = (-rows["amount"]).groupby(rows["account"].astype(str)).sum()
    parts = {name: int(sums.reindex(accounts).fillna(0).sum()) for name, accounts in VISIBLE.items()}
    value = float(sum(parts.values())) if len(rows) else NAN
    other = int(sums.sum()) - sum(parts.values())
    return with_unit({"value": value, "n": len(rows), "parts": parts, "other": other}, "fen")


def delivered_contribution(run: Run) -> pd.DataFrame:
    """The contribution of the window's needs that were delivered by its end.

    Parameters
    ----------
    run : Run
        Reads its orders.

    Returns
    -------
    DataFrame
        One row per need (index: customer, need): klass, contribution (fen).

    Notes
    -----
    The contribution is the invoice less a share of the carriage booked in the window, in proportion to the freight of the
    order's zone; surcharges and penalties are left out.

    Examples
    --------
    >>> from sim import run
    >>> len(delivered_contribution(run("corner", weeks=2)))
    275
    """
    orders = run.records["orders"]
    orders = orders[within(orders["placed"], run.records) & (orders["status"] == "delivered")]
    freight = orders["lane"].astype(str).map(zone_freight(run.case)).to_numpy(dtype="float64")
    share = freight / freight.sum() if freight.sum() else freight
    table = orders[["customer", "need", "klass"]].assign(
        contribution=orders["invoiced"].to_numpy(dtype="float64") - share * booked_carriage(run.records)
    )
    return table.set_index(["customer", "need"])


def booked_carriage(records: Records) -> int:
    """The cost of carriage in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger.

    Returns
    -------
    int
        Fen, above 0: the accounts of CARRIAGE.

    Examples
    --------
    >>> from sim import run
    >>> booked_carriage(run("corner", weeks=2).records)
    3370840
    """
    rows = booked(records)
    return -int(rows.loc[rows["account"].isin(CARRIAGE), "amount"].sum())


def hidden_cost(run: Run, ideal: Run) -> Value:
    """The contribution that the ideal twin earned and the run did not.

    The twin has the same queues, stock-outs and prices; only what its customers remember is perfect.

    Parameters
    ----------
    run : Run
        The run.
    ideal : Run
        What `sim.ideal_twin` returned for it.

    Returns
    -------
    dict
        "value": lost - won + costlier, fen (NaN in a frozen market, where nobody can choose); "n": orders lost; "lost":
        contribution of the needs that only the twin delivered; "won": of those that only the run delivered;
        "costlier": the contribution that all other orders lose in the run, because its lorries are emptier; "table":
        rows (class, present or possible customers) with orders_lost, orders_won, lost, won, costlier, hidden, which
        add up.

    Raises
    ------
    InputError
        If the two runs do not have the same needs.

    Notes
    -----
    The run wins some orders because queues differ between the two runs. If they were not subtracted, mere luck would
    count as cost. So the value is the income of the lost orders, less the carriage that was saved without them: the
    twin's carriage less the run's.

    Examples
    --------
    >>> from sim import ideal_twin, run
    >>> result = run("corner", weeks=2)
    >>> cost = hidden_cost(result, ideal_twin(result))
    >>> cost["n"], round(cost["value"])
    (1, 20372)
    """
    if not _same_needs(run.records, ideal.records):
        raise InputError(_("The two runs are not twins: their needs differ."))
    mine, perfect = delivered_contribution(run), delivered_contribution(ideal)
    lost = perfect[~perfect.index.isin(mine.index)]
    won = mine[~mine.index.isin(perfect.index)]
    both = perfect[["klass"]].assign(contribution=perfect["contribution"] - mine["contribution"])
    table = _lost_and_won(lost, won, both.dropna(), run.records)
    cost = {
        "value": float(table["hidden"].sum()),
        "n": len(lost),
        "lost": float(table["lost"].sum()),
        "won": float(table["won"].sum()),
        "costlier": float(table["costlier"].sum()),
        "table": table,
    }
    why = ""
    if is_frozen(run.records) or is_frozen(ideal.records) or not len(perfect):
        cost["value"] = NAN
        why = _("in a frozen market nobody leaves") if len(perfect) else ""
    return with_unit(cost, "fen", why)


def _same_needs(one: Records, other: Records) -> bool:
    """Whether two runs saw the same window and the same needs."""
    columns = ["customer", "need", "time"]
    return bounds(one) == bounds(other) and one["needs"][columns].equals(other["needs"][columns])


def _lost_and_won(
    lost: pd.DataFrame, won: pd.DataFrame, both: pd.DataFrame, records: Records
) -> pd.DataFrame:
    """Orders and contribution lost and won, by class and by whether the customer knew the firm at the start.

    both: the contribution that orders delivered in both runs lose in the run.
    """
    knew = records["customers"].loc[knew_at_start(records), "customer"].to_numpy()
    rows = {}
    for klass in CLASSES:
        for kind in (PRESENT, POSSIBLE):
            parts = [
                part[
                    (part["klass"] == klass).to_numpy()
                    & (part.index.get_level_values("customer").isin(knew) == (kind == PRESENT))
                ]
                for part in (lost, won, both)
            ]
            sums = [float(part["contribution"].sum()) for part in parts]
            rows[klass, kind] = (len(parts[0]), len(parts[1]), *sums, sums[0] - sums[1] + sums[2])
    columns = ["orders_lost", "orders_won", "lost", "won", "costlier", "hidden"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    table.index = pd.MultiIndex.from_tuples(list(rows), names=["klass", "customers"])
    return table


def cost_of_service(run: Run, ideal: Run) -> Value:
    """The total cost of service: visible, carriage, and hidden.

    Parameters
    ----------
    run : Run
        The run.
    ideal : Run
        What `sim.ideal_twin` returned for it.

    Returns
    -------
    dict
        "value": visible + carriage + hidden, fen; "n": orders lost; "visible", "carriage", "hidden": the three;
        "share_hidden": of the total. carriage: of the twin, so of all orders that could be had at this level of service.

    Notes
    -----
    Along a path of service levels (`sim.service_path`) the best level is where value is lowest. There profit is highest,
    apart from orders that fail in the firm itself and so in the twin, too.

    Examples
    --------
    >>> from sim import ideal_twin, run
    >>> result = run("corner", weeks=2)
    >>> cost = cost_of_service(result, ideal_twin(result))
    >>> cost["value"] == cost["visible"] + cost["carriage"] + cost["hidden"]
    True
    """
    visible, hidden = visible_cost(run.records), hidden_cost(run, ideal)
    carriage = booked_carriage(ideal.records)
    total = visible["value"] + carriage + hidden["value"]
    cost = {
        "value": total,
        "n": hidden["n"],
        "visible": visible["value"],
        "carriage": carriage,
        "hidden": hidden["value"],
        "share_hidden": hidden["value"] / total if total > 0 else NAN,
    }
    return with_unit(cost, "fen", visible.get("why") or hidden.get("why") or "")


def costs_by_level(years: Mapping[str, Run], twins: Mapping[str, Run]) -> pd.DataFrame:
    """Put the costs of several levels of service side by side.

    Parameters
    ----------
    years : dict of str to Run
        Name -> run.
    twins : dict of str to Run
        Name -> the ideal twin of that run.

    Returns
    -------
    DataFrame
        CNY, one row per run: visible, carriage, hidden, total (their sum), profit.

    Examples
    --------
    >>> from sim import ideal_twin, run
    >>> result = run("corner", weeks=2)
    >>> costs_by_level({"today": result}, {"today": ideal_twin(result)}).columns.tolist()
    ['visible', 'carriage', 'hidden', 'total', 'profit']
    """
    rows = {}
    for name, year in years.items():
        cost = cost_of_service(year, twins[name])
        fen = [cost["visible"], cost["carriage"], cost["hidden"], cost["value"], year.money["profit"]]
        rows[name] = [amount / FEN for amount in fen]
    columns = ["visible", "carriage", "hidden", "total", "profit"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def hidden_cost_by_class(run: Run, ideal: Run) -> pd.DataFrame:
    """Tell which customers the hidden cost comes from.

    Parameters
    ----------
    run, ideal : Run
        The run, and its ideal twin.

    Returns
    -------
    DataFrame
        One row per class and kind of customer (present, possible): orders_lost, orders_won, hidden (CNY).

    Examples
    --------
    >>> from sim import ideal_twin, run
    >>> result = run("corner", weeks=2)
    >>> hidden_cost_by_class(result, ideal_twin(result)).columns.tolist()
    ['orders_lost', 'orders_won', 'hidden']
    """
    table = hidden_cost(run, ideal)["table"][["orders_lost", "orders_won", "hidden"]].copy()
    table["hidden"] = table["hidden"] / FEN
    return table.rename_axis(["klass", None])
