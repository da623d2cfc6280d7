"""One person's benefits, told alike at the desk, to the older person and in the letter."""
