"""Registers the project's commands, and wires events to reactions once all capabilities are loaded."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """项目."""

    name = "yinling.project"
    label = "project"
    verbose_name = "项目"

    def ready(self) -> None:
        from yinling.project import wiring  # noqa: PLC0415  models exist only now

        wiring.connect()
