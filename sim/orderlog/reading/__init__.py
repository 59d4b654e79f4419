"""The steps from a file to records."""
