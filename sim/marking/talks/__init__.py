"""Marks talks that were handed in, by playing them again. No code of a student runs."""
