"""Rules of the daily question, without a database."""
