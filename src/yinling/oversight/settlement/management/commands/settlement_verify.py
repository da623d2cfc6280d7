"""`yinling settlement_verify`: proves that payments, books and determinations agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yinling.oversight.settlement.queries.verification import settlement_faults


class Command(BaseCommand):
    """Prints every fault; exit 1 if there is one."""

    help = "核对拨付：每笔付款只有一次转账，批次合计等于账簿，应付等于核定，没有重复付款。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the proof."""
        found = list(settlement_faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"发现 {len(found)} 处不一致。")
        self.stdout.write("拨付与账簿一致。")
