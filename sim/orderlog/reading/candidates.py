"""The columns of a file that could hold each field: by name, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import did_you_mean
from sim.orderlog.reading.column_names import (
    EXACT,
    FIELDS,
    REQUIRED,
    further,
    list_names,
    normalise,
    recognise,
)
from sim.orderlog.reading.name_parts import DELIVERY, PLAIN, begins, parts_of

Place = tuple[int, ...]
"""Position of a column; of two, if a date and its time of day stand in two columns."""

GUESS = (PLAIN + 1, 0)
"""The rank of a column whose name could also mean a field."""
ARRIVALS, DEPARTURES = {"eta", "ata"}, {"etd", "atd"}
"""How forwarders name the times of a voyage; POD is the port of discharge, too."""


@dataclass
class Candidates:
    """Field -> places that could hold it, the best first; which fields the user gave; notes."""

    places: dict[str, list[Place]]
    given: set[str] = field(default_factory=set)
    guessed: dict[str, set[int]] = field(default_factory=dict)
    """Field -> columns whose name could mean it, too: only their values can say so."""
    notes: list[str] = field(default_factory=list)


def find_candidates(header: Sequence[str], given: Mapping[str, str], ignore: Iterable[str]) -> Candidates:
    """The candidates of each field.

    given: field -> column name from the user, or two such as "Date + Time"; it has priority. ignore: columns that count as
    not there. Raises InputError for a field or column that does not exist, a column given to two fields, and a required
    field whose best name the header has twice.
    """
    ignored = {position for column in ignore for position in _positions(header, column)}
    found = Candidates(
        {name: [_given_place(header, name, column)] for name, column in given.items()}, set(given)
    )
    owner: dict[int, str] = {}
    days: set[int] = set()
    for name, places in found.places.items():
        for number, position in enumerate(places[0]):
            shared = len(places[0]) == 2 and number == (1 if name == "order" else 0)  # one date for two
            if position in owner and not (shared and (position in days or name == "order")):
                raise InputError(
                    _("The column {column} is given to two fields: {fields}.").format(
                        column=header[position], fields=", ".join(sorted([name, owner[position]]))
                    )
                )
            if not (name == "order" and number):
                owner[position] = name
            days |= {position} if shared else set()
    ranked: dict[str, list[tuple[int, int, int]]] = {}
    for position, heading in enumerate(header):
        known = recognise(heading) if heading and position not in owner and position not in ignored else None
        if known is not None and known[0] not in given:
            ranked.setdefault(known[0], []).append((*known[1:], position))
        free = heading and position not in owner and position not in ignored
        for name in further(heading) if free else ():
            if name not in given:
                ranked.setdefault(name, []).append((*GUESS, position))
                found.guessed.setdefault(name, set()).add(position)
    names = [normalise(heading) for heading in header]
    if "order" not in ranked and "order" not in given and "name" in names and "lineitemname" in names:
        ranked["order"] = [(*GUESS, names.index("name"))]
        found.notes.append(_("{column} is the order number, as in exports of Shopify.").format(column="Name"))
    if not {"order"} & {*ranked, *given} and ranked.get("shipment"):
        ranked["order"] = ranked.pop("shipment")
        heading = header[min(ranked["order"])[2]]
        found.notes.append(
            _("{column} is the order number, because the file has no other.").format(column=heading)
        )
    if "consignee" in names:  # then the shipper is who sends the goods
        ranked["carrier"] = [rank for rank in ranked.get("carrier", []) if names[rank[2]] != "shipper"]
    _ports_beside_deliveries(ranked, header, found)
    _plan_beside_actual(ranked, header, found)
    for name, ranks in ranked.items():
        if not ranks:
            continue
        ranks.sort()
        first, second = ranks[0], ranks[1] if len(ranks) > 1 else (-1, -1, -1)
        same = first[:2] == second[:2] and normalise(header[first[2]]) == normalise(header[second[2]])
        if same and name in REQUIRED:
            raise _repeated(header[first[2]])
        others = [
            header[at] for *_rank, at in ranks[1:] if _numbered(header[at]) == _numbered(header[first[2]])
        ]
        if others and name in REQUIRED:
            raise InputError(
                _("{one} and {other} could both be {field}: state which (--map {field}=COLUMN).").format(
                    one=header[first[2]], other=others[0], field=name
                )
            )
        if same:
            found.notes.append(
                _("{column} is not used: more than one column has this name.").format(column=header[first[2]])
            )
            continue
        found.places[name] = [(position,) for *_rank, position in ranks]
    return found


def _plan_beside_actual(
    ranked: dict[str, list[tuple[int, int, int]]], header: Sequence[str], found: Candidates
) -> None:
    """Read a column such as delivery_date as the promise, if another one is the actual delivery and no other the promise."""
    deliveries = sorted(ranked.get("delivered", []))
    if len(deliveries) < 2 or deliveries[0][0] == deliveries[-1][0] or deliveries[0][0] == EXACT:
        return
    if "promised" in ranked or "promised" in found.places:
        return
    plan = deliveries[-1]
    ranked["delivered"].remove(plan)
    ranked["promised"] = [plan]
    found.notes.append(
        _("{column} is read as promised, because {other} is the actual delivery.").format(
            column=header[plan[2]], other=header[deliveries[0][2]]
        )
    )


def _ports_beside_deliveries(
    ranked: dict[str, list[tuple[int, int, int]]], header: Sequence[str], found: Candidates
) -> None:
    """If there is an ETD or ATD, ETA and ATA belong to a voyage: set them aside if the delivery has a pair of its own."""
    names = [normalise(heading) for heading in header]
    voyage = {at for at, name in enumerate(names) if name in ARRIVALS}
    if not voyage or not DEPARTURES & set(names):
        return
    pair = [name for name in ("promised", "delivered") if name not in found.given]
    own = {
        name: [
            rank
            for rank in ranked.get(name, [])
            if names[rank[2]] != "pod" and begins(parts_of(header[rank[2]]), DELIVERY)
        ]
        for name in pair
    }
    if not all(own.values()):
        return
    for name in pair:
        ranked[name] = [rank for rank in ranked[name] if rank[2] not in voyage]
    found.notes.append(
        _("{columns} are taken for those of the voyage, because the delivery has columns of its own.").format(
            columns=", ".join(header[at] for at in sorted(voyage))
        )
    )


def _given_place(header: Sequence[str], name: str, column: str) -> Place:
    if name not in FIELDS:
        raise InputError(
            _("There is no field {field}; there are: {all}.").format(field=name, all=", ".join(FIELDS))
            + did_you_mean(str(name), FIELDS)
        )
    if "+" in column and column not in header:  # a date and a time of day
        return tuple(_one_position(header, part.strip()) for part in column.split("+", 1))
    return (_one_position(header, column),)


def _one_position(header: Sequence[str], column: str) -> int:
    positions = _positions(header, column)
    if len(positions) > 1:
        raise _repeated(column)
    return positions[0]


def _positions(header: Sequence[str], column: str) -> list[int]:
    """The position of the column. Raises InputError if there is no such column."""
    positions = [at for at, name in enumerate(header) if name == column]
    positions = positions or [
        at for at, name in enumerate(header) if normalise(name) == normalise(column) != ""
    ]
    if not positions:
        raise InputError(
            _("The file has no column {column}; it has: {all}.").format(column=column, all=list_names(header))
        )
    return positions


def _numbered(name: str) -> str:
    """A name without its number: delivered 1, delivered 2."""
    return re.sub(r"\d", "", normalise(name))


def _repeated(column: str) -> InputError:
    return InputError(_("The file has more than one column {column}: rename one.").format(column=column))


def missing(name: str, header: Sequence[str], source: str, notes: Sequence[str] = ()) -> InputError:
    """The error for a field that no column holds; notes: which columns were set aside, and why."""
    return InputError(
        " ".join([*notes, ""])
        + _(
            "No column of {source} was found for {field} ({text}); it has: {all}. State the column: {field}=COLUMN."
        ).format(source=source, field=name, text=_(FIELDS[name].text), all=list_names(header))
    )
