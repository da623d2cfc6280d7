"""Registers providers with Django."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """服务机构."""

    name = "yinling.people.providers"
    label = "providers"
    verbose_name = "服务机构"
