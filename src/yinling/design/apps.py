"""The look as a Django app: it holds templates, static files and template tags, no tables."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Registers templates, static files and the tag library `design`."""

    name = "yinling.design"
    label = "design"
