"""Registers plans with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """照护计划."""

    name = "yinling.care.plans"
    label = "plans"
    verbose_name = "照护计划"
