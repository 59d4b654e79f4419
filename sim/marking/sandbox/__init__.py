"""The place in which a student's code runs: what it may use (`limits`), what it sees (`bubblewrap`), how it starts (`start`)."""
