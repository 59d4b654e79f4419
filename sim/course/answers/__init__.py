"""Public checks that teach, and the comparison that grading shares with them. No answer stands in here."""
