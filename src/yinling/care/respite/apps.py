"""Registers respite with Django."""

from django.apps import AppConfig


class RespiteConfig(AppConfig):
    """喘息服务."""

    name = "yinling.care.respite"
    label = "respite"
    verbose_name = "喘息服务"
