"""Registers assessment with Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """评估."""

    name = "yinling.needs.assessment"
    label = "assessment"
    verbose_name = "评估"
