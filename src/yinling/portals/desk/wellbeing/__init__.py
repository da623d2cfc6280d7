"""Welfare visits at the desk: rates, the list, tickets, concerns, and the call desk's day."""
