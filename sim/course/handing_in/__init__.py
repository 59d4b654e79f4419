"""For students, before they hand in: progress, and whether the notebooks are in order."""
