"""Questions of the lessons: predictions and reflections, how a guess is judged, and the first steps in Python."""
