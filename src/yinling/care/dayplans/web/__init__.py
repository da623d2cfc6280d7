"""Pages of day plans."""
