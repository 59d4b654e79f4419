"""A folder for a stick: everything that Kefu needs, to be installed without a network."""
