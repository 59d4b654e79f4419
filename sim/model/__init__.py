"""The firm as a SimPy model: the only place that imports SimPy."""
