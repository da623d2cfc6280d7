"""`yinling policy_show PACK`: prints a policy pack for a person."""

import shutil
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yinling.gateways.policy.contents import read_contents
from yinling.gateways.policy.findings import errors
from yinling.gateways.policy.lines import PolicyFault
from yinling.gateways.policy.reading import UnknownPack, folder
from yinling.gateways.policy.showing import show


class Command(BaseCommand):
    """Needs no database."""

    help = "把一个政策包打印给人看：题名、效力、条文、补贴条件、目标、待定问题"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", metavar="PACK", help="政策包的名字")
        parser.add_argument("--width", type=int, help="每行多少列；不写则按终端宽度")

    def handle(self, *args: Any, **options: Any) -> None:
        columns = options["width"] or min(shutil.get_terminal_size((100, 24)).columns, 140)
        try:
            self._refuse_unreadable(options["pack"])
            self.stdout.write(show(options["pack"], columns), ending="")
        except (UnknownPack, PolicyFault) as fault:
            raise CommandError(str(fault)) from None

    def _refuse_unreadable(self, pack: str) -> None:
        wrong = errors(read_contents(folder(pack))[1])
        for finding in wrong:
            self.stderr.write(str(finding))
        if wrong:
            raise CommandError(f"政策包“{pack}”有 {len(wrong)} 处读不懂，改正后才能打印")
