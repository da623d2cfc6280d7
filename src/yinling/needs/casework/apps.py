"""Registers casework with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """办件."""

    name = "yinling.needs.casework"
    label = "casework"
    verbose_name = "办件"
