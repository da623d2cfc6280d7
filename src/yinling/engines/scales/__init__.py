"""Questionnaires with scored options: sums, bands, matrices, adjustments; one sheet or a million at once."""
