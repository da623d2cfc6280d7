"""Questions about evidence."""
