"""What the firm is built from: stations, processes, shifts, the log."""
