"""Registers the dispatcher's table with Django."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """调度."""

    name = "yinling.care.dispatch"
    label = "dispatch"
    verbose_name = "调度"
