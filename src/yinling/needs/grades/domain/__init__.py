"""Rules of grades: how long they hold, and why a step is refused."""
