"""Registers staffing with Django."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """人员配备."""

    name = "yinling.people.staffing"
    label = "staffing"
    verbose_name = "人员配备"
