"""Registers evidence with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """凭证."""

    name = "yinling.oversight.evidence"
    label = "evidence"
    verbose_name = "凭证"
