"""`kefu doctor`: what is not in order in a working copy or a course folder, and its repair."""
