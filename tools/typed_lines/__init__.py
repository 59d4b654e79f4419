"""How typed lines are read: `python -m tools.typed_lines` prints, for each role-play with lines to try, what was understood."""
