"""The service measures as quantities: split by stage and cause of the orders that went differently."""

from __future__ import annotations

from functools import partial

from sim.explanations.decomposition import split_measure
from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.splits import Split
from sim.measures.kpis import kpi
from sim.measures.run import Run
from sim.measures.service_registry import MEASURES, Measure


def _value(measure: Measure, run: Run) -> float:
    return float(measure.compute(run.records, run.policy)["value"])


def _split(measure: Measure, pair: Pair) -> Split:
    return split_measure(pair, measure)


SERVICE = tuple(
    Quantity(kpi(measure.id), partial(_value, measure), partial(_split, measure)) for measure in MEASURES
)
