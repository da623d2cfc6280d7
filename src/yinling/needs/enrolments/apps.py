"""Registers enrolments with Django."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    """享受待遇."""

    name = "yinling.needs.enrolments"
    label = "enrolments"
    verbose_name = "享受待遇"
