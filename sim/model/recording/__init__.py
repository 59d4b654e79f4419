"""The log becomes records."""
