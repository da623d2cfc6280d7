"""Pages of entitlements, one module per audience."""
