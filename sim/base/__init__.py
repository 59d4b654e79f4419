"""What every room stands on: errors, languages, files, checks, random streams, units."""
