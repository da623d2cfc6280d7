"""Commands of files of devices."""
