"""How the books of the audit are chained."""
