"""Pages of enrolments, one module per audience."""
