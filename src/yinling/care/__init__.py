"""What is done for people."""
