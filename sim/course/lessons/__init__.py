"""What the lessons ask: predictions and reflections, how a guess is judged, and the first steps in Python."""
