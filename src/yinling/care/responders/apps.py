"""The Django app of responders."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RespondersConfig(AppConfig):
    """Registers the tables under the label `responders`."""

    name = "yinling.care.responders"
    label = "responders"
    verbose_name = _("响应人员")
