"""The sandbox in which a student's code runs: its limits (`limits`), the files it sees (`bubblewrap`), its start (`start`)."""
