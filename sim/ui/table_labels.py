"""What the columns and rows of a shown table are called, and the words that stand in its cells, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sim.base.i18n import N_, _
from sim.course.lessons.questions import known_kpi
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
    "value": N_("value"),
    "share": N_("share"),
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
    "lost": N_("contribution lost"),
    "won": N_("contribution won"),
    "costlier": N_("less from the other orders, as lorries are less full"),
    "hidden": N_("hidden cost"),
    "visible": N_("visible cost"),
    "carriage": N_("carriage"),
    "total": N_("total cost"),
    "bond": N_("bond"),
    "contribution": N_("contribution, CNY"),
    "minutes_a_call": N_("minutes a telephone order"),
    "wrong_addresses": N_("wrong addresses"),
    "facts": N_("facts in the file"),
    "guests": N_("guests"),
    "wait": N_("wait"),
    "load": N_("load"),
    "low": N_("interval from"),
    "high": N_("interval to"),
    "difference": N_("difference"),
    "multiplied": N_("all seven, multiplied"),
    "counted": N_("perfect orders, counted"),
}
HEADS = {
    "order": N_("order number"),
    "customer": N_("customer number"),
    "klass": N_("class"),
    "type": N_("buying type"),
    "person": N_("person"),
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
    "minutes": N_("minutes"),
    "hours": N_("hours"),
    "count": N_("number"),
}
"""Heads of columns where the schema is too long, or says something else of another table."""
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
    """The head of a column; a name that is not known stands for itself."""
    code = str(name)
    if code in HEADS:
        return _(HEADS[code])
    if code in OTHERS:
        return _(OTHERS[code])
    texts = _schema_texts()
    return _(texts[code]) if code in texts else row_name(name)


def row_name(name: object) -> str:
    """The name of a row: that of a measure, a code of the records, or the name itself."""
    code = str(name)
    kpi = known_kpi(code)
    if kpi is not None:
        return kpi.name
    for words in NAMES:
        if code in words:
            return _(words[code])
    return _(HEADS[code]) if code in HEADS else code


def cell_word(column: object, value: object) -> str:
    """The word for a code in a cell; what is no code of this column stands for itself."""
    words = CELLS.get(str(column), {})
    return _(words[str(value)]) if str(value) in words else str(value)
