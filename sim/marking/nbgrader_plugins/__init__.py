"""The configuration of stock nbgrader for a course folder, and our preprocessors for its pipelines. Imports nbgrader."""
