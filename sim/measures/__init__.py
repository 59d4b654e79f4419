"""Measures: pure functions of records."""
