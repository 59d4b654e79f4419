"""The way through the course: the steps, a student's progress, and the index that `kefu start` opens."""
