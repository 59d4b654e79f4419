"""The foundation of all other packages: errors, translations, files, validation, random streams, units."""
