"""Registers registry with Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """老年人登记."""

    name = "yinling.people.registry"
    label = "registry"
    verbose_name = "老年人登记"
