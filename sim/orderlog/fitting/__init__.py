"""A first case fitted from an order log: what the log shows is fitted, everything else comes from a template."""

from sim.orderlog.fitting.fit import Fitted, from_orders

__all__ = ["Fitted", "from_orders"]
