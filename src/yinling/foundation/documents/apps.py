"""Registers documents with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """材料."""

    name = "yinling.foundation.documents"
    label = "documents"
    verbose_name = "材料"
