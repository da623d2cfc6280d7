"""Pages of files of devices."""
