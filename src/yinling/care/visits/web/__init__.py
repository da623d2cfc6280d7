"""Pages of visits, one module per audience."""
