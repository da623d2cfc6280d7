"""Rules of the register on paper: numbers, masks, fields, rows of rosters, choice among statements."""
