"""Verbs of orders and rests."""
