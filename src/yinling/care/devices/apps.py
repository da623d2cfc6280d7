"""The Django app of devices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    """Registers the tables under the label `devices`."""

    name = "yinling.care.devices"
    label = "devices"
    verbose_name = _("报警和感知设备")
