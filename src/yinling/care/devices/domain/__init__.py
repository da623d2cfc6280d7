"""Rules of devices: states, sameness of reports, silence, columns of a file."""
