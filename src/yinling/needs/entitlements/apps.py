"""Registers entitlements with Django."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """待遇."""

    name = "yinling.needs.entitlements"
    label = "entitlements"
    verbose_name = "待遇"
