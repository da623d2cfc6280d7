"""Pure rules of home adaptation: the life of a job, quotes, photos."""
