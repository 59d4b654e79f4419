"""The way through the course."""
