"""Commands of the workforce."""
