"""Registers training with Django."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """培训."""

    name = "yinling.people.training"
    label = "training"
    verbose_name = "培训"
