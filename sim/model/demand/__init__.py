"""Customers and their needs over time, drawn before the clock starts."""
