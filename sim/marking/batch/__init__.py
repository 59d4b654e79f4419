"""`kefu mark`: all submissions of an assignment, several at once, each in the sandbox; one writer; nothing is left half done."""
