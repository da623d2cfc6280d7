"""Rules of staffing on paper: posts asked for, posts filled."""
