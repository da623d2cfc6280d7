"""Rules of respite: days by year, states of a booking."""
