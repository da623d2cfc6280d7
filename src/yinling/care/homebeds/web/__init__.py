"""Pages of home beds, for the desk and providers."""
