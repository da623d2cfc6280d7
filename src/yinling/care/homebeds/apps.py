"""Registers home beds with Django."""

from django.apps import AppConfig


class HomeBedsConfig(AppConfig):
    """家庭照护床位."""

    name = "yinling.care.homebeds"
    label = "homebeds"
    verbose_name = "家庭照护床位"
