"""What stock nbgrader is given: steps of its pipelines and the configuration of a course folder. Loads nbgrader."""
