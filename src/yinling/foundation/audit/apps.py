"""Registers audit with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """审计."""

    name = "yinling.foundation.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from yinling.foundation.audit.web import log_ins  # noqa: PLC0415  models exist only now

        log_ins.connect()
