"""`kefu course`: a course folder without a clone of the sources, its backup, and one student's data in it."""
