"""Months of money at the desk: cycles, their rows and payments, recoveries, one person."""
