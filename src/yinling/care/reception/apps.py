"""The Django app of reception."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """Registers the tables under the label `reception`."""

    name = "yinling.care.reception"
    label = "reception"
    verbose_name = _("设备接收")
