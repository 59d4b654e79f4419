"""What is said about a fitted case: what comes from the log, and what is assumed."""

from __future__ import annotations

from sim.base.i18n import _, ngettext
from sim.case.case import Case
from sim.orderlog.fitting.observed import Observed


def assumptions(seen: Observed, base: Case, ratio: float, leaves: bool, dropped: int) -> dict[str, str]:
    """Subject -> sentences in the language in force.

    ratio: orders, relative to the template's; leaves: whether hours of departure are seen; dropped: lanes left out.
    """
    fitted = [_("arrivals by hour, weekday and week"), _("orders a year"), _("promised hours by class")]
    open_ = [
        _("prices, costs and the market's choices"),
        _("goods, stock and suppliers"),
        _("mishaps and satisfaction"),
    ]
    for known, text in (
        (seen.classed, _("orders by class")),
        (seen.has("customer") and seen.classed, _("customers and how unequal they are")),
        (seen.has("channel"), _("channels by class")),
        (seen.has("lines"), _("lines an order")),
        (seen.has("lines") and seen.has("ordered"), _("units a line")),
        (any(column in seen.orders for column in ("special", "urgent", "delay")), _("requests by class")),
        (seen.has("lane"), _("centres, extra hours of zones")),
        (leaves, _("hours of departure")),
    ):
        (fitted if known else open_).append(text)
    separator = _(", ")
    said = {
        "fitted": _("From the log: {list}.").format(list=separator.join(fitted)),
        "calibrated": _(
            "By runs: needs behind the orders, customers behind those who ordered, kilometres so that the mean "
            "cycle of each lane is that of the log, incidents so that as many promises are kept."
        ),
        "template": _("As in {case}: {list}.").format(case=base.title, list=separator.join(open_)),
        "resources": _(
            "People, vehicles and capacities are those of {case} times {ratio:.2f}, as are the orders; lorries are more where "
            "the ways ask for it."
        ).format(case=base.title, ratio=ratio),
        "emergencies": _("No road is closed; closures in the log count as slow ways and busy weeks."),
    }
    if not seen.classed:
        said["classes"] = _(
            "The log knows neither classes nor customers: classes are shared out as in the template."
        )
    if seen.has("lane"):
        said["homes"] = _(
            "No customer has a centre of its own, so that the shares of the lanes are those of the log."
        )
    if dropped:
        said["lanes"] = ngettext(
            "{n} small lane was left out; its orders go where the others go.",
            "{n} small lanes were left out; their orders go where the others go.",
            dropped,
        ).format(n=dropped)
    return said
