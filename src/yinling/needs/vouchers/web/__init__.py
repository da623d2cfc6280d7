"""Pages of vouchers: for the desk, and for providers."""
