"""A student's working copy: the notebooks that are handed out, the settings, the student's id."""
