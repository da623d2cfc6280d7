"""Pages of responders."""
