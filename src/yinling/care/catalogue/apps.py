"""Registers catalogue with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """服务目录."""

    name = "yinling.care.catalogue"
    label = "catalogue"
    verbose_name = "服务目录"
