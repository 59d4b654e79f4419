"""Role-plays: scenarios as data, the talk that is played from them, its score, and the check of a scenario."""
