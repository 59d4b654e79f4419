"""`kefu doctor`: find problems in a working copy or a course folder, and repair them."""
