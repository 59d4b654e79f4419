"""Units of time and money: times are whole seconds, money is whole fen (a hundredth of a yuan)."""

HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY
WEEKS_A_YEAR = 52
YEAR_DAYS = 7 * WEEKS_A_YEAR
"""52 whole weeks, so that every year of a run begins on the same weekday."""
YEAR = YEAR_DAYS * DAY
FEN = 100
"""Fen in a yuan."""
