"""Pages of audit, one module per audience."""
