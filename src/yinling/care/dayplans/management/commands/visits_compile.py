"""Compiles the searches of day plans before anybody waits for one: `yinling visits_compile`; needs no database."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from yinling.care.dayplans.actions.compiling import load_days, load_pairs

PATIENCE = 15


class Command(BaseCommand):
    """`yinling visits_compile`: `yinling serve` runs it beside the server."""

    help = "预先编译日计划的求解程序：安装或更新后运行一次，以后排日计划立即开始。不需要数据库。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--background", action="store_true", help="让别的程序先用处理器，不写任何文字")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["background"]:
            os.nice(PATIENCE)
        say = (lambda _: None) if options["background"] else self.stderr.write
        load_days(say)
        load_pairs(say)
