"""Parts that all departments use: stations, processes, shifts, the log."""
