"""Registers audit with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """审计."""

    name = "yinling.foundation.audit"
    label = "audit"
    verbose_name = "审计"
