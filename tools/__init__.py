"""Tools for those who work on Kefu: not installed with it."""
