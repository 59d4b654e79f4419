"""Fit a case to an order log: `Case.from_orders`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.i18n import LANGUAGES, using
from sim.base.validation import check_int
from sim.case.case import Case
from sim.case.load import load_case
from sim.measures.run import Run
from sim.orderlog.fitting.assumptions import assumptions
from sim.orderlog.fitting.calibration import CLOSE, calibrate, orders_a_week, refine_volumes
from sim.orderlog.fitting.case_fields import (
    Changes,
    arrival_fields,
    class_fields,
    departure_fields,
    lane_fields,
    resource_fields,
)
from sim.orderlog.fitting.fitted import Fitted
from sim.orderlog.fitting.observed_orders import ObservedOrders, check_enough, observe
from sim.orderlog.fitting.report import compare_with_log
from sim.orderlog.order_log import OrderLog
from sim.records.schema import Records

VOLUME_SEED, REPORT_SEED = 1, 2
"""Seeds of the runs that refine the volumes and of those in the report; calibration has seed 0."""
MAX_REPLICATIONS = 20
ENOUGH_ORDERS, MIN_RUNS, MAX_RUNS = 30_000, 2, 6
"""Orders that the runs of a round should have: those of a firm with ten key customers vary by a tenth between runs."""
MORE = 3
"""How many times as many runs refine the volumes and are in the report."""


def from_orders(
    orders: OrderLog | Run | Records,
    *,
    template: str | Case = "corner",
    name: str = "fitted",
    replications: int | None = None,
) -> Fitted:
    """A first case whose firm gets, promises and delivers orders as in the log: see `Case.from_orders`."""
    if replications is not None:
        check_int("replications", replications, 1, MAX_REPLICATIONS)
    template_case = template if isinstance(template, Case) else load_case(template)
    records = orders if isinstance(orders, Mapping) else orders.records
    origin = getattr(orders, "origin", None)
    log = observe(records, origin)
    check_enough(log, len(records["orders"]))
    changes = _fields(log, template_case)
    changes |= {
        "name": name,
        "title": {"en": "Fitted firm", "zh": "拟合的公司"},
        "story": {"en": "A firm fitted to an order log.", "zh": "根据订单日志拟合出来的公司。"},
        "emergencies": [],
    }
    if origin is not None:
        changes["calendar.start"] = origin.date().isoformat()
    if replications is None:
        replications = int(np.clip(ENOUGH_ORDERS // len(log.orders), MIN_RUNS, MAX_RUNS))
        many = int(np.clip(MORE * ENOUGH_ORDERS // len(log.orders), MIN_RUNS, MORE * MAX_RUNS))
    else:
        many = MORE * replications
    case, deviation = calibrate(template_case.replace(**changes), log, replications)
    case = refine_volumes(case, log, many, VOLUME_SEED)
    return Fitted(
        case, compare_with_log(case, records, log, many, REPORT_SEED), deviation, deviation <= CLOSE
    )


def _fields(log: ObservedOrders, template: Case) -> Changes:
    """The fields that the log determines, and the sentences about them in both languages."""
    fields = arrival_fields(log) | class_fields(log, template)
    lanes, lanes_left_out = lane_fields(log, template)
    ratio = len(log.orders) / log.weeks / orders_a_week(template)
    departures = departure_fields(log, template)
    fields |= lanes | resource_fields(template, ratio) | departures
    sentences = {}
    for code in LANGUAGES:
        with using(code):
            sentences[code] = assumptions(log, template, ratio, bool(departures), lanes_left_out)
    fields["assumed"] = {
        subject: {code: sentences[code][subject] for code in sentences} for subject in sentences["en"]
    }
    return fields
