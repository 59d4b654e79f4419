"""The registry of quantities that can be explained."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sim.explanations.customer_quantities import CUSTOMERS
from sim.explanations.equity_quantities import EQUITY
from sim.explanations.money_quantities import MONEY
from sim.explanations.order_quantities import ORDERS
from sim.explanations.quantity import Quantity
from sim.explanations.service_quantities import SERVICE
from sim.measures.service_registry import look_up

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {quantity.id: quantity for quantity in (*SERVICE, *ORDERS, *CUSTOMERS, *MONEY, *EQUITY)}
)


def quantity(name: str) -> Quantity:
    """The quantity of this name. Raises InputError, which lists the known names, if there is none."""
    return look_up(name, QUANTITIES)
