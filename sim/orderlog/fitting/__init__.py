"""Fit a first case to an order log; a template case provides everything that the log does not show."""

from sim.orderlog.fitting.fit import from_orders
from sim.orderlog.fitting.fitted import Fitted

__all__ = ["Fitted", "from_orders"]
