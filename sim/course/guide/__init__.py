"""The way through the course: the steps, how far a student is, and the index that `kefu start` opens."""
