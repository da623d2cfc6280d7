"""Pages that span capabilities, one package per audience."""
