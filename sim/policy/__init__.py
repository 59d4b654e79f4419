"""A manager's decisions: levers, policies, trials."""
