"""Verbs of devices: the register, what is received, who is silent."""
