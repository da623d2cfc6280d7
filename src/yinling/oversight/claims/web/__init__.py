"""Pages of claims, one module per audience."""
