"""Rules of home beds: which step follows which, and what is missing before one may be taken."""
