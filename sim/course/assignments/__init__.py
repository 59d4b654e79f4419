"""The assignments: a module or package each, with `ASSIGNMENT` in it. Nothing here holds an answer."""
