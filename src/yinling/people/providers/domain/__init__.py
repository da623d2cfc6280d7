"""Rules of providers on paper: codes, statuses through time."""
