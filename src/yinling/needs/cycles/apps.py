"""Registers cycles with Django."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """每月发放."""

    name = "yinling.needs.cycles"
    label = "cycles"
    verbose_name = "每月发放"
