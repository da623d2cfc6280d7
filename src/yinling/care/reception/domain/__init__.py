"""Rules of reception, without Django, clock or network."""
