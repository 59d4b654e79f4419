"""Order logs of users, CSV, JSON or Excel: read as records, and fitted to a first case."""

from sim.orderlog.order_log import OrderLog
from sim.orderlog.read import read_orders

__all__ = ["OrderLog", "read_orders"]
