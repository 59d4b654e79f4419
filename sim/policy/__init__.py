"""What a manager decides: the levers, their bounds and effects."""
