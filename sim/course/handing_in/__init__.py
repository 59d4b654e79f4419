"""What a student needs before work is handed in: where it stands, and whether the notebooks are in order."""
