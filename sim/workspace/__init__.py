"""A student's working copy: what is handed out, where it lies, who it belongs to."""
