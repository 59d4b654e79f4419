"""All attacks, in the sequence of the table."""

from tests.attacks import on_cells, on_marks, on_others

ATTACKS = [*on_marks.ATTACKS, *on_others.ATTACKS, *on_cells.ATTACKS]
