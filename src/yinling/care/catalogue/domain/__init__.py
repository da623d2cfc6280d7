"""Rules of the catalogue: units in words, prices by day."""
