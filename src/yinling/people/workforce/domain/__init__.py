"""Rules of the workforce on paper: fitness, expiry, working time, staffing ratios."""
