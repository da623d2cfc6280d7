"""Pages of the dispatcher."""
