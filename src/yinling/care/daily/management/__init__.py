"""Commands of the daily question."""
