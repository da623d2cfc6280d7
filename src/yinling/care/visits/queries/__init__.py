"""Questions about orders and visits."""
