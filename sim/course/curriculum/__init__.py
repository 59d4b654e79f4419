"""Where each concept is taught and graded."""
