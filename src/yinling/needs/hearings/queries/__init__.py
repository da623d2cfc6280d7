"""Questions about notices, objections and what is held."""
