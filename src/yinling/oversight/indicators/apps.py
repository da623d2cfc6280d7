"""Registers indicators with Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """指标."""

    name = "yinling.oversight.indicators"
    label = "indicators"
    verbose_name = "指标"
