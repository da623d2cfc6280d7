"""Rules of monthly cycles: what is due for a month, what differs from what was given, how too much is taken back."""
