"""Registers day plans with Django."""

from django.apps import AppConfig


class DayplansConfig(AppConfig):
    """日计划."""

    name = "yinling.care.dayplans"
    label = "dayplans"
    verbose_name = "日计划"
