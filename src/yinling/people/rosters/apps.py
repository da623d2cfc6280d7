"""Registers rosters with Django."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """名册."""

    name = "yinling.people.rosters"
    label = "rosters"
    verbose_name = "名册"
