"""The assignments: a module or package for each, which defines `ASSIGNMENT`. None contains an answer."""
