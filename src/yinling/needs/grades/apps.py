"""Registers grades with Django."""

from django.apps import AppConfig


class GradesConfig(AppConfig):
    """等级."""

    name = "yinling.needs.grades"
    label = "grades"
    verbose_name = "等级"
