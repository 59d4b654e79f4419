"""A day at a firm, animated by vidigi."""
