"""Registers hearings with Django."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """公示与异议."""

    name = "yinling.needs.hearings"
    label = "hearings"
    verbose_name = "公示与异议"
