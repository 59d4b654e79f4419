"""Whether a class can see the effects: a measure and a horizon for each, with the pairs of runs that this takes."""
