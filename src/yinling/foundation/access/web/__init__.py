"""Pages of access, one module per audience."""
