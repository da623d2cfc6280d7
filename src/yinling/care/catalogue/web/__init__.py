"""Pages of the catalogue: for the desk and for providers."""
