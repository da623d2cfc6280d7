"""Commands of reception."""
