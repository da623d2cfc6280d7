"""Registers settlement with Django."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """结算."""

    name = "yinling.oversight.settlement"
    label = "settlement"
    verbose_name = "结算"
