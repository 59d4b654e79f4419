"""The gallery of pictures in `docs/`, drawn from the code that stands beside each picture."""
