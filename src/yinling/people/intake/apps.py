"""Registers intake with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """人员名册导入."""

    name = "yinling.people.intake"
    label = "intake"
    verbose_name = "人员名册导入"
