"""Verbs of outreach."""

from yinling.needs.outreach.actions.calling import CallRefused, Said, record_call
from yinling.needs.outreach.actions.finding import find, find_in_background, start_search

__all__ = ["CallRefused", "Said", "find", "find_in_background", "record_call", "start_search"]
