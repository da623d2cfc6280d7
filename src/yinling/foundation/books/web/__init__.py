"""Pages of books, one module per audience."""
