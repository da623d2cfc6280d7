"""Registers the portals' templates with Django."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """门户."""

    name = "yinling.portals"
    label = "portals"
    verbose_name = "门户"
