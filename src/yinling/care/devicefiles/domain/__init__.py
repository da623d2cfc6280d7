"""Rules of files of devices, without a database."""
