"""The app of outreach."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """应享未享."""

    name = "yinling.needs.outreach"
    label = "outreach"
    verbose_name = "应享未享"
