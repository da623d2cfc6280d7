"""Roles and what each may do, in plain words."""
