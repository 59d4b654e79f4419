"""Helpers for authors: columns as firms write them, faults of exports, banks of texts, hand tables, kept results."""
