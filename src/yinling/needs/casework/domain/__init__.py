"""The rules of a case's life, as pure functions over frozen values."""
