"""Registers workforce with Django."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """护理人员."""

    name = "yinling.people.workforce"
    label = "workforce"
    verbose_name = "护理人员"
