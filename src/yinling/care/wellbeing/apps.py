"""The app of welfare visits."""

from django.apps import AppConfig


class WellbeingConfig(AppConfig):
    """探访关爱."""

    name = "yinling.care.wellbeing"
    label = "wellbeing"
    verbose_name = "探访关爱"
