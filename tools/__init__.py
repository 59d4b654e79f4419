"""Tools for developers: `python -m tools.NAME`."""
