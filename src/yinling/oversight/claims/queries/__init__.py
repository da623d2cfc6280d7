"""Questions about claims."""
