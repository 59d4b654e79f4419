"""Customers' memory, their judgement of orders, and their choice of a firm."""
