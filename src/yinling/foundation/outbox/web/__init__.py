"""Pages of outbox, one module per audience."""
