"""The app of forecasts."""

from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    """测算."""

    name = "yinling.needs.forecasts"
    label = "forecasts"
    verbose_name = "测算"
