"""Pages of casework, one module per audience."""
