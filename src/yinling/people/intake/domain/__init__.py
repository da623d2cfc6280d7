"""The columns of a file of workers."""
