"""Public checks that explain mistakes, and the comparison of answers that marking uses too. Contains no answers."""
