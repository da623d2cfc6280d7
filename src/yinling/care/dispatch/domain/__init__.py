"""Rules of the dispatcher's table."""
