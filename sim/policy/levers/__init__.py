"""The levers, in groups: one file for each theme, with what students read of every lever."""
