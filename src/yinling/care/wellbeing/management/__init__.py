"""Commands of welfare visits."""
