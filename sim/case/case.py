"""A case: a firm and its market as frozen data, checked when it is loaded.

Money in cases is CNY, time is hours, minutes or days as the field's name says; the model converts both to fen and
seconds. `docs/model.md` gives the source of every figure.
"""

from __future__ import annotations

import hashlib
import json
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from sim.base.bilingual import BilingualText
from sim.base.display import html_table, text_lines
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import FrozenModel, first_problem
from sim.base.wrapping import wrap
from sim.case.complaints import ComplaintData
from sim.case.costs import Costs, Income
from sim.case.crm import CrmData
from sim.case.demand import Calendar, CustomerClass, Requests
from sim.case.edit import edited
from sim.case.enquiries import EnquiryData
from sim.case.fields import Share, Spread
from sim.case.goods import Goods
from sim.case.market import MarketData
from sim.case.patience import PatienceData
from sim.case.relations import EventData, KnowledgeData, LoyaltyData, RelationsData, ReturnsData
from sim.case.staff import StaffData
from sim.case.stations import DeskData, WarehouseData
from sim.case.transport import Centre, FleetData, ForceMajeure, Plans, Zone
from sim.policy.classes import ClassLetter
from sim.policy.policy import Policy

MAX_NEEDS = 5_000_000
"""Needs a year; more would not fit into the memory of a laptop."""
WIDTH = 100
"""Characters a line of the printed story."""


class Case(FrozenModel):
    """A firm and its market.

    A case cannot be changed; `replace` returns a new one. Cases come from `load_case` or `Case.from_orders`.

    Attributes
    ----------
    name : str
        Short name, such as "corner".
    title, story : BilingualText
        Name and description of the firm; `str` gives the text in the current language.
    policy : Policy
        What the firm does today.
    assumed : dict of str to BilingualText
        What is assumed about the firm, by subject.
    classes, goods, desk, warehouse, zones, centres, fleet, market, costs, ... : object
        The parts of the firm and its market. Money is CNY; `kefu schema case` describes every field.

    See Also
    --------
    load_case : a case by name or file.

    Examples
    --------
    >>> from sim import load_case
    >>> case = load_case("corner")
    >>> case.goods.lead_days
    4.0
    >>> faster = case.replace(**{"goods.lead_days": 2})
    >>> faster.goods.lead_days
    2.0
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: BilingualText
    story: BilingualText
    assumed: dict[str, BilingualText] = Field(
        description="by subject: what is assumed because the course does not say it, and why"
    )
    warmup_weeks: int = Field(ge=0, le=104)
    settle_days: int = Field(ge=0, le=60)
    classes: dict[Literal["A", "B", "C"], CustomerClass] = Field(min_length=3)
    home_centre: Share = Field(description="share of needs that go to the customer's own centre")
    calendar: Calendar
    goods: Goods
    desk: DeskData
    warehouse: WarehouseData
    zones: dict[str, Zone]
    centres: tuple[Centre, ...] = Field(min_length=1, max_length=500)
    fleet: FleetData
    requests: Requests
    emergencies: tuple[ForceMajeure, ...] = ()
    plans: Plans
    market: MarketData
    complaints: ComplaintData
    costs: Costs
    income: Income
    knowledge: KnowledgeData = KnowledgeData()
    relations: RelationsData = RelationsData()
    event: EventData = EventData()
    loyalty: LoyaltyData = LoyaltyData()
    crm: CrmData = CrmData()
    returns: ReturnsData = ReturnsData()
    patience: PatienceData = PatienceData()
    enquiries: EnquiryData = EnquiryData()
    staff: StaffData | None = Field(
        default=None,
        description="null: staff at desk and warehouse neither learn nor leave, and overload has no effect on them",
    )
    satisfaction_spread: Spread = Field(
        description="sigma of satisfaction between customers, in points (of 5)"
    )
    policy: Policy = Field(description="what the firm does today")

    @model_validator(mode="after")
    def _is_consistent(self) -> Case:
        """Check names that refer to another part, weights that must not all be zero, and orders of limits."""
        for letter, klass in self.classes.items():
            _check_names(f"classes.{letter}.channels", klass.channels, "desk.channels", self.desk.channels)
        if self.desk.when_closed is not None:
            _check_names("desk.when_closed", [self.desk.when_closed], "desk.channels", self.desk.channels)
        _check_names("centres", [centre.zone for centre in self.centres], "zones", self.zones)
        for emergency in self.emergencies:
            _check_names("emergencies", emergency.zones, "zones", self.zones)
        weights = {
            **{f"classes.{name}.channels": klass.channels.values() for name, klass in self.classes.items()},
            "classes": [klass.customers for klass in self.classes.values()],
            "calendar.hours": self.calendar.hours,
            "calendar.days": self.calendar.days,
            "goods.lines": self.goods.lines,
            "centres": [centre.weight for centre in self.centres],
        }
        for name, values in weights.items():
            if not sum(values):
                raise ValueError(_("{name} has only zeros, but needs a value above 0").format(name=name))
        if not any(k.wallet * k.customers for k in self.classes.values()):
            raise ValueError(
                _("{name} has only zeros, but needs a value above 0").format(name="classes.*.wallet")
            )
        needs = sum(k.customers * k.needs_a_year for k in self.classes.values())
        if needs > MAX_NEEDS:
            raise ValueError(
                _("{needs:,.0f} needs a year are more than {most:,}").format(needs=needs, most=MAX_NEEDS)
            )
        names = [centre.name.en for centre in self.centres]
        if len(set(names)) < len(names):
            repeated = next(name for name in names if names.count(name) > 1)
            raise ValueError(_("there are two centres named {name}").format(name=repeated))
        rivals = [rival.name.en for rival in self.market.rivals]
        for name in rivals:
            if rivals.count(name) > 1 or name in ("us", "nobody"):
                raise ValueError(
                    _("market.rivals: the name {name} is reserved or used twice").format(name=name)
                )
        for season in self.calendar.seasons:
            if season.to_day < season.from_day:
                raise ValueError(_("season {name} ends before it begins").format(name=season.name))
        if self.requests.delay_hours[0] > self.requests.delay_hours[1]:
            raise ValueError(_("requests.delay_hours must be in ascending order"))
        if len(self.costs.slotting_week) < 2:
            raise ValueError(_("costs.slotting_week must name popularity and lift"))
        return self

    def margin_multiple(self, klass: ClassLetter) -> float:
        """Years' margins that a customer of a class is worth: r / (1 + i - r) for its retention r and the discount i."""
        return self.classes[klass].retention / (1 + self.market.discount - self.classes[klass].retention)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the content; equal cases have equal hashes."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()

    @staticmethod
    def from_orders(
        orders: Any, *, template: str | Case = "corner", name: str = "fitted", replications: int | None = None
    ) -> Any:
        """Return a first case, fitted to an order log: its firm receives, promises and delivers orders as in the log.

        Parameters
        ----------
        orders : OrderLog, Run or records
            What `read_orders` returns, a run, or its records (with the tables window and orders).
        template : str or Case, default "corner"
            The case, or the name of a case, for everything that a log does not show.
        name : str, default "fitted"
            Name of the new case.
        replications : int, optional
            Runs in each round of calibration, 1 to 20; the default is more for smaller firms.

        Returns
        -------
        Fitted
            The case, what was assumed, and how well its runs agree with the log.

        Raises
        ------
        InputError
            If there are fewer than 200 orders, or an argument cannot be used.

        Notes
        -----
        Calibration takes 14 runs of the log's length for a large firm and about 70 for a small one.

        Examples
        --------
        >>> from sim import Case, run
        >>> fitted = Case.from_orders(run("corner", weeks=2), replications=1)
        >>> fitted.case.name
        'fitted'
        """
        # Fitting runs the model, so it is in a room above this one: it is imported by name when it is called.
        fit = pkgutil.resolve_name("sim.orderlog.fitting.fit:from_orders")
        return fit(orders, template=template, name=name, replications=replications)

    def replace(self, **fields: Any) -> Case:
        """Return a new case in which these fields have new values, all others the same.

        Parameters
        ----------
        **fields
            New values by dotted name, such as `**{"goods.lead_days": 2}`; in a list by number, from 0:
            `**{"market.rivals.0.price": 0.9}`.

        Raises
        ------
        InputError
            If there is no such field, or a value is not allowed.

        Notes
        -----
        Customers' opinion of the firm stays the same when rivals are changed, added or removed: a cheaper rival takes
        orders. To give the firm its shares of wallet against the new rivals, too, add `"market.reference_rivals":
        None`.

        Examples
        --------
        >>> from sim import load_case
        >>> cheaper = load_case("corner").replace(**{"market.rivals.0.price": 0.99})
        >>> cheaper.market.rivals[0].price, cheaper.market.reference_rivals[0].price
        (0.99, 1.1)
        """
        return make_case(edited(self.model_dump(mode="json"), fields))

    def __repr__(self) -> str:
        """The story and size of the firm, in at most ten lines."""
        head = _("{title} ({id})").format(title=self.title, id=self.name)
        facts = ("  " + _("{name}: {value}").format(name=name, value=value) for name, value in self._facts())
        return text_lines([head, *wrap(str(self.story), WIDTH), *facts])

    def __str__(self) -> str:
        """As `repr`."""
        return repr(self)

    def _repr_html_(self) -> str:
        rows = [(_("story"), str(self.story)), *self._facts()]
        return html_table([_("case"), self.name], rows, str(self.title))

    def _facts(self) -> list[tuple[str, str]]:
        needs = sum(k.customers * k.needs_a_year for k in self.classes.values())
        return [
            (_("customers"), _(", ").join(f"{letter} {k.customers:,}" for letter, k in self.classes.items())),
            (_("needs a year"), f"{needs:,.0f}"),
            (_("number of goods"), f"{self.goods.families * self.goods.per_family:,}"),
            (_("centres"), f"{len(self.centres):,}"),
            (_("rivals"), _(", ").join(str(rival.name) for rival in self.market.rivals)),
        ]


def _check_names(field: str, names: Iterable[str], group: str, known: Mapping[str, Any]) -> None:
    """Raise ValueError for a name that is not in the other group."""
    for name in names:
        if name not in known:
            raise ValueError(
                _("{field} names {name}, but {group} has only {all}").format(
                    field=field, name=name, group=group, all=", ".join(known)
                )
            )


def make_case(content: Mapping[str, Any], source: str = "") -> Case:
    """A case from its content as in YAML. Raises InputError that names the first wrong field."""
    try:
        return Case.model_validate(content)
    except ValidationError as error:
        problem = first_problem(error, _("{field} is not a field of a case"))
        sentence = _("{source}: {problem}.").format(source=source or _("the case"), problem=problem)
        raise InputError(sentence) from None
