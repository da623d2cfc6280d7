"""Registers adaptation with Django."""

from django.apps import AppConfig


class AdaptationConfig(AppConfig):
    """适老化改造."""

    name = "yinling.care.adaptation"
    label = "adaptation"
    verbose_name = "适老化改造"
