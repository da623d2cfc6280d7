"""Registers vouchers with Django."""

from django.apps import AppConfig


class VouchersConfig(AppConfig):
    """消费券."""

    name = "yinling.needs.vouchers"
    label = "vouchers"
    verbose_name = "消费券"
