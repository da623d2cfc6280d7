"""Pages of places, one module per audience."""
