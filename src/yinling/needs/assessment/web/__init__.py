"""Pages of assessment, one module per audience."""
