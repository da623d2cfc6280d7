"""Registers log-ins of carers with Django."""

from django.apps import AppConfig


class LoginsConfig(AppConfig):
    """护理人员登录名."""

    name = "yinling.people.logins"
    label = "logins"
    verbose_name = "护理人员登录名"
