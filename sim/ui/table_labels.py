"""Labels of the columns and rows of a shown table, and the words in its cells, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sim.base.i18n import N_, _
from sim.course.curriculum.lever_text import short
from sim.course.lessons.questions import known_kpi
from sim.policy.levers.registry import levers
from sim.records.labels import ACCOUNTS, CAUSES, CHANNELS, FIELDS, RIGHTS, STAGES, STATES, TABLE_NAMES, TERMS
from sim.records.schema import TABLES

TYPES = {
    "economy": N_("economy: the price first"),
    "ethics": N_("ethics: the firm's good name first"),
    "personality": N_("personality: to be treated as a special customer"),
    "convenience": N_("convenience: speed and little trouble"),
}
VOICES = {
    "complained": N_("complained formally"),
    "found": N_("was found by a survey"),
    "mentioned": N_("mentioned a failure in passing"),
    "silent": N_("had a failure and said nothing"),
    "content": N_("had no failure that we know of"),
}
ROLES = {
    "manager": N_("account manager"),
    "clerk": N_("clerk"),
    "picker": N_("picker"),
    "packer": N_("packer"),
    "handler": N_("complaint handler"),
}
KNOWN = {"present": N_("present customers"), "possible": N_("possible customers")}
OTHERS = {
    "n": N_("number of cases"),
    "policy": N_("policy"),
    "level": N_("level of service"),
    "value": N_("value"),
    "share": N_("share"),
    "mean": N_("mean"),
    "sd": N_("standard deviation"),
    "promised_hours": N_("hours promised"),
    "days": N_("days"),
    "month": N_("month"),
    "median": N_("median"),
    "customers": N_("customers"),
    "needs_a_year": N_("needs a year"),
    "of_failed": N_("share of those with a failure"),
    "voice": N_("before leaving, the customer"),
    "bond_start": N_("bond at the start"),
    "bond_end": N_("bond at the end"),
    "value_start": N_("value of the firm at the start"),
    "value_end": N_("value of the firm at the end"),
    "orders_lost": N_("orders lost"),
    "orders_won": N_("orders won"),
    "hidden": N_("hidden cost"),
    "visible": N_("visible cost"),
    "carriage": N_("carriage"),
    "total": N_("total cost"),
    "bond": N_("bond"),
    "contribution": N_("contribution, CNY"),
    "minutes_a_call": N_("minutes a call"),
    "wrong_addresses": N_("wrong addresses"),
    "facts": N_("facts in the file"),
    "guests": N_("guests"),
    "calls_an_hour": N_("calls an hour"),
    "mean_wait": N_("mean wait, minutes"),
    "median_wait": N_("median wait, minutes"),
    "wait_95": N_("wait of 95 of 100 callers at most, minutes"),
    "longest_wait": N_("longest wait, minutes"),
    "gave_up": N_("gave up, of all callers"),
    "clerks": N_("clerks"),
    "load": N_("load"),
    "waiting": N_("callers who have to wait"),
    "brought": N_("brought by customers"),
    "found_by_survey": N_("found by a survey"),
    "not_treated": N_("not treated"),
    "treated": N_("treated"),
    "others": N_("others"),
    "of_guests": N_("guests"),
    "bond_not_treated": N_("bond, not treated"),
    "bond_treated": N_("bond, treated"),
    "bond_difference": N_("difference"),
    "reason": N_("what mattered most"),
    "trial": N_("trial"),
    "in_a_head": N_("in somebody's head"),
    "in_the_file": N_("in the file"),
    "right": N_("right"),
    "same_orders": N_("the same orders?"),
    "guests_needs": N_("needs a year of all guests"),
    "cost_a_guest": N_("cost a guest, CNY"),
    "system_cost": N_("cost of the system, CNY"),
    "half_1": N_("first half year"),
    "half_2": N_("second half year"),
    "half_3": N_("third half year"),
    "half_4": N_("fourth half year"),
    "change": N_("change between them"),
    "team": N_("team"),
    "market": N_("market"),
    "low": N_("interval from"),
    "high": N_("interval to"),
    "difference": N_("difference, points"),
    "multiplied": N_("all seven, multiplied"),
    "counted": N_("perfect orders, counted"),
}
HEADS = {
    "order": N_("order number"),
    "customer": N_("customer number"),
    "klass": N_("class"),
    "type": N_("buying type"),
    "person": N_("person"),
    "lever": N_("lever"),
    "stage": N_("stage"),
    "column": N_("what differs first"),
    "left": N_("left"),
    "placed": N_("first contact"),
    "delivered": N_("delivered"),
    "promised": N_("promised delivery"),
    "status": N_("how it ended"),
    "satisfaction": N_("satisfaction, 1 to 5"),
    "week": N_("week"),
    "manager": N_("account manager, as a number"),
    "holder": N_("who knows it, as a number"),
    "orders": N_("orders"),
    "preparation": N_("hours in the warehouse"),
    "hall": N_("hall"),
    "hour": N_("hour of the day"),
    "shipped": N_("units shipped"),
    "minutes": N_("minutes"),
    "hours": N_("hours"),
    "count": N_("how many"),
    "CNY": N_("CNY"),
    **{stage: STAGES[stage] for stage in ("desk", "stock", "picking", "packing", "dispatch", "road")},
    "number": N_("number"),
    "sentence": N_("sentence"),
    "turn": N_("turn"),
    "said": N_("the consultant"),
    "reply": N_("Zheng"),
    "request": N_("request"),
    "answer": N_("answer"),
    "speed": N_("speed"),
    "reliability": N_("reliability"),
    "price": N_("price"),
    "care": N_("care"),
    "failure": N_("kind of failure"),
    "severity": N_("severity: points in one case"),
    "cases_of_100": N_("cases in 100 orders"),
    "lost_of_100": N_("points lost by 100 orders"),
    "n_alone": N_("orders with this failure alone"),
    "firm": N_("firm"),
    "contact": N_("contact person"),
    "company": N_("company"),
    "mobile": N_("mobile phone"),
    "ships": N_("goods shipped"),
    "updated": N_("entered on"),
    "visited": N_("visited on"),
    "who": N_("firm, in one spelling"),
    "time": N_("time"),
    "visitor": N_("visitor"),
    "page": N_("page"),
    "named": N_("registered firm"),
    "session": N_("sessions"),
    "task": N_("task"),
    "work": N_("what is done"),
    "before": N_("before it"),
    "owner": N_("in charge"),
    "station": N_("station"),
    "vendor": N_("vendor"),
    "feature": N_("feature"),
    "score": N_("score"),
    "factor": N_("factor"),
    "term": N_("term of value"),
    "with": N_("together with"),
    "counter": N_("parcel counter"),
    "where": N_("where it is"),
    "a_year": N_("contribution a year, CNY"),
    "chance": N_("chance to come"),
    "support": N_("support"),
    "confidence": N_("confidence"),
    "lift": N_("lift"),
    "measured": N_("class by contribution"),
    "given_A": N_("class A beforehand"),
    "given_B": N_("class B beforehand"),
    "given_C": N_("class C beforehand"),
}
"""Heads of columns where the schema is too long, or says something else of another table."""
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("load", "waiting", "gave_up", "right", "share", "of_failed"), "share"),
    **dict.fromkeys(("not_treated", "treated", "others", "of_guests"), "share"),
    **dict.fromkeys(("bond_start", "bond_end", "hours"), "number"),
    "difference": "points",
    "guests_needs": "whole",
    "left": "s",
    **dict.fromkeys(
        ("contribution", "cost_a_guest", "system_cost", "hidden", "visible", "carriage", "total"), "CNY"
    ),
}
"""Unit of columns and rows that are none of the records."""
NUMBERS = (
    "order",
    "customer",
    "person",
    "manager",
    "holder",
    "trip",
    "hour",
    "week",
    "trial",
    "market",
    "satisfaction",
)
"""Columns whose numbers are names, not amounts: they have no separators and no decimals."""
CELLS: Mapping[str, Mapping[str, str]] = {
    "state": STATES,
    "status": STATES,
    "cause": CAUSES,
    "channel": CHANNELS,
    "stage": STAGES,
    "field": FIELDS,
    "type": TYPES,
    "role": ROLES,
    "account": ACCOUNTS,
    "voice": VOICES,
}
"""Column -> the words for its codes."""
NAMES: tuple[Mapping[str, str], ...] = (
    STATES,
    CAUSES,
    ACCOUNTS,
    RIGHTS,
    VOICES,
    TERMS,
    STAGES,
    CHANNELS,
    FIELDS,
    KNOWN,
    TABLE_NAMES,
    OTHERS,
)


@cache
def schema_units() -> Mapping[str, str]:
    """Column -> unit, where all tables that have the column agree."""
    units: dict[str, set[str]] = {}
    for columns in TABLES.values():
        for column in columns:
            units.setdefault(column.name, set()).add(column.unit)
    return {name: next(iter(found)) for name, found in units.items() if len(found) == 1}


@cache
def _schema_texts() -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for columns in TABLES.values():
        for column in columns:
            texts.setdefault(column.name, column.text)
    return texts


def head(name: object) -> str:
    """The head of a column; an unknown name stays as it is."""
    code = str(name)
    if code in HEADS:
        return _(HEADS[code])
    if code in OTHERS:
        return _(OTHERS[code])
    texts = _schema_texts()
    return _(texts[code]) if code in texts else row_name(name)


def unit_of(name: object) -> str:
    """The unit of a column or row; "" if it has none, or none that is known."""
    return UNITS.get(str(name), "")


def row_name(name: object) -> str:
    """The name of a row: that of a measure, a code of the records, or the name itself."""
    code = str(name)
    if code in OTHERS:
        return _(OTHERS[code])
    kpi = known_kpi(code)
    if kpi is not None:
        return kpi.name
    for words in NAMES:
        if code in words:
            return _(words[code])
    if code in levers():
        return _("{name} ({unit})").format(name=short(levers()[code]), unit=code)
    text = HEADS.get(code) or _schema_texts().get(code, "")
    return _(text) if text else code


def cell_word(column: object, value: object) -> str:
    """The word for a code in a cell; anything that is not a code of this column stays as it is."""
    words = CELLS.get(str(column), {})
    return _(words[str(value)]) if str(value) in words else str(value)
