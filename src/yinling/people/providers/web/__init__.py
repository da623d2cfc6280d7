"""Pages of providers, one module per audience."""
