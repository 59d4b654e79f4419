"""A case: a firm and its market as frozen data, one file for each part."""
