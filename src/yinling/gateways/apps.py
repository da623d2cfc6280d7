"""Registers the gateways' commands with Django."""

from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    """接口."""

    name = "yinling.gateways"
    label = "gateways"
    verbose_name = "接口"
