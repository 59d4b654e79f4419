"""What a manager decides: levers, policies, trials."""
