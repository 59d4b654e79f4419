"""Records, the tables of a run: their schema, labels and files."""
