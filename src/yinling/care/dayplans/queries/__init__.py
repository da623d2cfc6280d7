"""Questions about day plans."""
