"""Runs and experiments as pages and as text."""
