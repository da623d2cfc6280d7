"""Registers claims with Django."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """结算申报."""

    name = "yinling.oversight.claims"
    label = "claims"
    verbose_name = "结算申报"
