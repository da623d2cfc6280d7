"""Commands of day plans."""
