"""Hostile and broken submissions, and what must become of each; `python -m tests.attacks` makes the table in the docs."""
