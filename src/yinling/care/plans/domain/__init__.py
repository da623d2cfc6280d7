"""Rules of plans: which days an item is due, what a month of it costs and who pays, states of a version."""
