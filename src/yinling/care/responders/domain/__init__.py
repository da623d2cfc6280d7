"""Rules of responders."""
