"""Pages of registry, one module per audience."""
