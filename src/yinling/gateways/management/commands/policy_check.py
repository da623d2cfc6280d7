"""`yinling policy_check [PACK…]`: finds faults in policy packs and names file, line and reason."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yinling.gateways.policy.checking import check, checkable
from yinling.gateways.policy.findings import errors
from yinling.gateways.policy.reading import UnknownPack


class Command(BaseCommand):
    """Exit 1 if a pack has an error; warnings alone leave exit 0. Needs no database."""

    help = "核对政策包：形状、引用、日期、合计、范围、规则与案例；逐条列出文件、行号和原因"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("packs", nargs="*", metavar="PACK", help="政策包的名字；不写则核对全部")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            failed = [name for name in options["packs"] or checkable() if self._fails(name)]
        except UnknownPack as unknown:
            raise CommandError(str(unknown)) from None
        if failed:
            sys.exit(1)

    def _fails(self, name: str) -> bool:
        findings = check([name])
        for finding in findings:
            self.stdout.write(str(finding))
        wrong = len(errors(findings))
        verdict = "未通过" if wrong else "通过"
        self.stdout.write(f"{name}：{verdict}（错误 {wrong}，警告 {len(findings) - wrong}）")
        return bool(wrong)
