"""Verbs of orders and visits."""
