"""Rules of outreach: what a search means for a person, and how a lead moves."""
