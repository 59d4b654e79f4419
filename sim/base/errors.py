"""The error for input that cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """Input that cannot be used.

    Its text is one sentence in the current language: what is wrong, and what is allowed.

    Examples
    --------
    >>> from sim import InputError, Policy
    >>> try:
    ...     Policy(**{"desk.clerks": 61})
    ... except InputError as error:
    ...     print(str(error).partition(" (")[0])
    desk.clerks is 61, but takes whole numbers from 0 to 60
    """
