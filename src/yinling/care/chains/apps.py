"""Registers chains with Django."""

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    """升级链."""

    name = "yinling.care.chains"
    label = "chains"
    verbose_name = "升级链"
