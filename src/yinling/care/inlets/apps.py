"""The Django app of inlets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InletsConfig(AppConfig):
    """Registers the tables under the label `inlets`."""

    name = "yinling.care.inlets"
    label = "inlets"
    verbose_name = _("接收口")
