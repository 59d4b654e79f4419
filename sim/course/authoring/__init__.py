"""Creating assignments, and releasing them to students without their answers."""
