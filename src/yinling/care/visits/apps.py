"""The Django app of visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Registers the tables under the label `visits`."""

    name = "yinling.care.visits"
    label = "visits"
    verbose_name = _("上门服务")
