"""Runs and many runs: replications, comparisons, sweeps, selection."""
