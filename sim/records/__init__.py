"""The tables that a run leaves behind: their schema, their labels, their files."""
