"""Tones of states in templates."""

from django import template

from yinling.needs.casework.domain.states import tone_of

register = template.Library()


@register.filter
def tone(state: str) -> str:
    """The tone of a state's badge."""
    return tone_of(state)
