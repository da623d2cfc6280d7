"""Pages of hearings."""
