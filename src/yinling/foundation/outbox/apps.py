"""Registers outbox with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """消息."""

    name = "yinling.foundation.outbox"
    label = "outbox"
    verbose_name = "消息"
