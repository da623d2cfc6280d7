"""Pages of files of workers."""
