"""Making assignments and handing them out without their answers."""
