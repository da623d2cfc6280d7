"""Pages of settlement, one module per audience."""
