"""The Django app of alarms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlarmsConfig(AppConfig):
    """Registers the tables under the label `alarms`."""

    name = "yinling.care.alarms"
    label = "alarms"
    verbose_name = _("呼叫应急")
