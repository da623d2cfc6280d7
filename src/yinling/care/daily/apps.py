"""The Django app of the daily question."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DailyConfig(AppConfig):
    """Registers the tables under the label `daily`."""

    name = "yinling.care.daily"
    label = "daily"
    verbose_name = _("每天报平安")
