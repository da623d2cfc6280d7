"""Pages of adaptation, one module per audience."""
