"""Rules of dues: periods, stretches of days on one decision, overlaps, rounding."""
