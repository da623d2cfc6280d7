"""Questions about welfare visits."""
