"""Somebody's own order log, CSV or Excel, becomes records; what cannot be true is left out and listed."""

from sim.importing.log import OrderLog, read_orders

__all__ = ["OrderLog", "read_orders"]
