"""Somebody's own order log, CSV or Excel, becomes records; what cannot be true is left out and listed."""

from sim.orderlog.read import OrderLog, read_orders

__all__ = ["OrderLog", "read_orders"]
