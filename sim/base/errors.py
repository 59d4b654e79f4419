"""What is said to people when their input cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """Input that cannot be used. Its text is one sentence in the user's language: field, value, what is allowed."""
