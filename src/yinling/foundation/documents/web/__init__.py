"""Pages of documents, one module per audience."""
