"""Questions about dues: the rules of each month, and what they give to many people."""
