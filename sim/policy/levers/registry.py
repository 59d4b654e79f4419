"""Every lever by its dotted name, with its unit, bounds, ledger account and effects."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from sim.base.display import html_table, text_lines
from sim.base.errors import InputError
from sim.base.formatting import amount
from sim.base.i18n import _, ngettext
from sim.policy.levers.aftercare import ComplaintsLevers, ReturnsLevers, SurveyLevers
from sim.policy.levers.contact import DeskLevers, FlexLevers, OrderLevers, PromiseLevers
from sim.policy.levers.crm import CrmLevers, DelaysLevers
from sim.policy.levers.goods import StockLevers, WarehouseLevers
from sim.policy.levers.lever import MAX_STAFF, ByClass, Levers
from sim.policy.levers.people import StaffLevers
from sim.policy.levers.relations import EventLevers, LoyaltyLevers, RelationsLevers
from sim.policy.levers.selling import BrandLevers, PriceLevers
from sim.policy.levers.transport import EmergencyLevers, FleetLevers

WIDTH = 100
"""Characters a line of the printed registry."""


class LeverGroups(Levers):
    """All levers, in groups."""

    desk: DeskLevers = DeskLevers()
    price: PriceLevers = PriceLevers()
    promise: PromiseLevers = PromiseLevers()
    order: OrderLevers = OrderLevers()
    stock: StockLevers = StockLevers()
    warehouse: WarehouseLevers = WarehouseLevers()
    fleet: FleetLevers = FleetLevers()
    flex: FlexLevers = FlexLevers()
    emergency: EmergencyLevers = EmergencyLevers()
    complaints: ComplaintsLevers = ComplaintsLevers()
    survey: SurveyLevers = SurveyLevers()
    brand: BrandLevers = BrandLevers()
    staff: StaffLevers = StaffLevers()
    relations: RelationsLevers = RelationsLevers()
    event: EventLevers = EventLevers()
    loyalty: LoyaltyLevers = LoyaltyLevers()
    crm: CrmLevers = CrmLevers()
    delays: DelaysLevers = DelaysLevers()
    returns: ReturnsLevers = ReturnsLevers()


@dataclass(frozen=True)
class Lever:
    """A lever: its dotted name, unit, bounds, ledger account, effects (by number), record column and meaning.

    low, high: bounds, None where the value is not a number; whole: only whole numbers; choices: allowed words, else None.
    """

    name: str
    unit: str
    low: float | None
    high: float | None
    whole: bool
    choices: tuple[str, ...] | None
    account: str
    effects: tuple[int, ...]
    column: str
    text: str

    def allowed(self) -> str:
        """The values that the lever takes, in the user's language."""
        if self.choices:
            return _("one of {choices}").format(choices=", ".join(self.choices))
        pattern = (
            _("whole numbers from {low} to {high} ({unit})") if self.whole else _("{low} to {high} ({unit})")
        )
        assert self.low is not None and self.high is not None
        return pattern.format(low=amount(self.low), high=amount(self.high), unit=_(self.unit))

    def __repr__(self) -> str:
        """Name, meaning and allowed values."""
        return text_lines([f"{self.name}: {_(self.text)}", "  " + self.allowed()])

    def _repr_html_(self) -> str:
        return html_table([_("lever"), _("what it does"), _("takes")], [self._cells()])

    def _cells(self) -> tuple[str, str, str]:
        return self.name, _(self.text), self.allowed()


class LeverRegistry(Mapping[str, Lever]):
    """All levers by dotted name, in the order of the policy's groups."""

    def __init__(self, by_name: Mapping[str, Lever]) -> None:
        self._by_name = dict(by_name)

    def __getitem__(self, name: str) -> Lever:
        """The lever of this name. Raises KeyError if there is none."""
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in order."""
        return iter(self._by_name)

    def __len__(self) -> int:
        """The number of levers."""
        return len(self._by_name)

    def __repr__(self) -> str:
        """The levers of each group, in a few lines."""
        groups: dict[str, list[str]] = {}
        for name in self:
            group, _dot, field = name.partition(".")
            groups.setdefault(group, []).append(field)
        head = ngettext("{n} lever", "{n} levers", len(self)).format(n=len(self))
        names = "; ".join(f"{group}: {', '.join(fields)}" for group, fields in groups.items())
        return text_lines([head, textwrap.fill(names, WIDTH, initial_indent="  ", subsequent_indent="  ")])

    def _repr_html_(self) -> str:
        head = [_("lever"), _("what it does"), _("takes")]
        return html_table(head, [lever._cells() for lever in self.values()])


@cache
def levers() -> LeverRegistry:
    """Return every lever with its unit, bounds, ledger account and effects.

    Returns
    -------
    Mapping of str to Lever
        The levers by dotted name, such as "desk.clerks", in the order of the policy. A lever has the attributes
        `name`, `unit`, `low`, `high`, `whole` (only whole numbers), `choices` (allowed words, or None), `account`
        (of the ledger), `effects` (numbers, see the list of levers in the documentation), `column` (of the records,
        where it shows first) and `text`.

    Examples
    --------
    >>> from sim import levers
    >>> clerks = levers()["desk.clerks"]
    >>> clerks.low, clerks.high, clerks.account
    (0, 60, 'wages_desk')
    >>> [name for name in levers() if name.startswith("stock.")]
    ['stock.safety_factor', 'stock.review_days', 'stock.backorder_days', 'stock.kept_from']
    """
    by_name = {}
    for group_name, group in LeverGroups.model_fields.items():
        group_type = group.annotation
        assert isinstance(group_type, type) and issubclass(group_type, Levers)
        for field_name, field in group_type.model_fields.items():
            about: dict[str, Any] = dict(field.json_schema_extra or {})  # type: ignore[arg-type]
            about["effects"] = tuple(about["effects"])
            low, high = _bounds(field.metadata)
            choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else None
            choices = about.pop("choices", choices)
            kind: Any = field.annotation
            if kind is bool:
                choices = ("true", "false")
            elif isinstance(kind, type) and issubclass(kind, ByClass):
                low, high = _bounds(kind.model_fields["A"].metadata)
                kind = kind.model_fields["A"].annotation
            elif low is None and not choices:
                low, high = 0, MAX_STAFF
            whole = choices is None and kind is not float
            name = f"{group_name}.{field_name}"
            by_name[name] = Lever(name, low=low, high=high, whole=whole, choices=choices, **about)
    return LeverRegistry(by_name)


def _bounds(metadata: list[Any]) -> tuple[float | None, float | None]:
    low = next((m.ge for m in metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in metadata if hasattr(m, "le")), None)
    return low, high


def find_lever(name: str) -> Lever:
    """The lever of this name. Raises InputError if there is none."""
    if name not in levers():
        raise unknown_lever(name)
    return levers()[name]


def is_lever_name(name: str) -> bool:
    """Whether the name is that of a lever, or of a part of one, such as "promise.hours.A"."""
    return any(name == known or name.startswith(known + ".") for known in levers())


def unknown_lever(name: str) -> InputError:
    """The error for a lever that does not exist; it names the most similar one, or all."""
    near = difflib.get_close_matches(name, levers(), n=1, cutoff=0.5)
    if near:
        return InputError(_("There is no lever {name}; did you mean {near}?").format(name=name, near=near[0]))
    return InputError(
        _("There is no lever {name}; there are: {all}.").format(name=name, all=", ".join(levers()))
    )
