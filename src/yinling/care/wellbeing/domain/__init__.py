"""Rules of welfare visits, without a database."""
