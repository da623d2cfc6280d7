"""Pages of indicators, one module per audience."""
