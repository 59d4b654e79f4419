"""The twelve service measures of the course and the perfect order rate, from any records."""

from __future__ import annotations

from sim.base.i18n import _
from sim.measures.measured_value import NAN, Value, with_unit
from sim.measures.service_registry import MEASURES, Measure
from sim.policy.policy import Policy
from sim.records.schema import Records
from sim.records.tables import as_recorded


def service_measures(records: Records, policy: Policy | None = None) -> dict[str, Value]:
    """Compute all service measures of the observed window.

    Parameters
    ----------
    records : dict of DataFrame
        Records of a run or of an order log, or tables read back from their files.
    policy : Policy, optional
        The policy in force; m09 reports its minimum order.

    Returns
    -------
    dict of str to dict
        Keys "m01" to "m12", "perfect" and "censored" (orders left out, because their fate is not known at the end of
        the window). Each value has "value" (shares 0 to 1, times in hours), "unit" and "n" (the denominator). m04 also
        has "sd", "p95" and "reliability", m09 "minimum" (CNY), m12 "by_channel", perfect "failed_rights". Where a
        column is missing or there is nothing to count, "value" is NaN and "why" says why.

    Raises
    ------
    InputError
        If a column holds something that cannot be read as what it should be.

    Notes
    -----
    The definitions are in docs/model.md, "Measures".

    Examples
    --------
    >>> from sim import run, service_measures
    >>> measures = service_measures(run("corner", weeks=2).records)
    >>> measures["m08"]["n"], round(measures["m08"]["value"], 3)
    (296, 0.973)
    """
    records = as_recorded(records)
    return {measure.id: computed(measure, records, policy) for measure in MEASURES}


def computed(measure: Measure, records: Records, policy: Policy | None) -> Value:
    """Compute one service measure.

    Parameters
    ----------
    measure : Measure
        An entry of the registry.
    records, policy
        As in `service_measures`.

    Returns
    -------
    dict
        As a value of `service_measures`.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.service_registry import service_measure
    >>> computed(service_measure("m08"), run("corner", weeks=2).records, None)["n"]
    296
    """
    needed = [column for column in measure.reads if column not in measure.can_lack]
    lacking = [f"{t}.{c}" for t, c in needed if t not in records or c not in records[t].columns]
    if lacking:
        reason = _("the records have no {columns}").format(columns=", ".join(lacking))
        return with_unit({"value": NAN, "n": 0}, measure.unit, reason)
    return with_unit(measure.compute(records, policy), measure.unit)
