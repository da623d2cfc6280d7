"""Registers places with Django."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """区划."""

    name = "yinling.people.places"
    label = "places"
    verbose_name = "区划"
