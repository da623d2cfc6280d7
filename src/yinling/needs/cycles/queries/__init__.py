"""Questions about monthly cycles."""
