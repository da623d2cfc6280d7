"""Pages of outreach, one module per audience."""
