"""The sentences about a fitted case: what comes from the log, and what is assumed."""

from __future__ import annotations

from sim.base.i18n import _, ngettext
from sim.case.case import Case
from sim.orderlog.fitting.observed_orders import ObservedOrders


def assumptions(
    log: ObservedOrders, template: Case, ratio: float, departures_known: bool, lanes_left_out: int
) -> dict[str, str]:
    """Subject -> sentences in the current language. ratio: orders of the log relative to the template's."""
    fitted = [_("arrivals by hour, weekday and week"), _("orders a year"), _("promised hours by class")]
    from_template = [
        _("prices, costs and the market's choices"),
        _("goods, stock and suppliers"),
        _("mishaps and satisfaction"),
    ]
    for known, text in (
        (log.classed, _("orders by class")),
        (log.has("customer") and log.classed, _("customers and how much they differ")),
        (log.has("channel"), _("channels by class")),
        (log.has("lines"), _("lines an order")),
        (log.has("lines") and log.has("ordered"), _("units a line")),
        (any(column in log.orders for column in ("special", "urgent", "delay")), _("requests by class")),
        (log.has("lane"), _("centres, extra hours of zones")),
        (departures_known, _("hours of departure")),
    ):
        (fitted if known else from_template).append(text)
    separator = _(", ")
    sentences = {
        "fitted": _("From the log: {list}.").format(list=separator.join(fitted)),
        "calibrated": _(
            "Fitted by runs: needs behind the orders, customers behind those who ordered, distances (the mean cycle "
            "of each lane is that of the log), incidents (as many promises are kept)."
        ),
        "template": _("As in {case}: {list}.").format(
            case=template.title, list=separator.join(from_template)
        ),
        "resources": _(
            "People, vehicles and capacities are those of {case} times {ratio:.2f}, as are the orders; there "
            "are more lorries if the distances require it."
        ).format(case=template.title, ratio=ratio),
        "emergencies": _("No road is closed; closures in the log count as slow roads and busy weeks."),
    }
    if not log.classed:
        sentences["classes"] = _(
            "The log has neither classes nor customers: the shares of the classes are those of the template."
        )
    if log.has("lane"):
        sentences["homes"] = _(
            "Customers have no centre of their own, so the shares of the lanes are those of the log."
        )
    if lanes_left_out:
        sentences["lanes"] = ngettext(
            "{n} small lane was left out; its orders are spread over the others.",
            "{n} small lanes were left out; their orders are spread over the others.",
            lanes_left_out,
        ).format(n=lanes_left_out)
    return sentences
