"""`yinling claims_verify`: proves that claims, visits and books agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yinling.oversight.claims.queries.verification import claim_faults


class Command(BaseCommand):
    """Prints every fault; exit 1 if there is one."""

    help = "核对结算申报：账簿合计为零，每一笔付款都有上门、凭证和批准，照护资金的每一分钱都能查到上门。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the proof."""
        found = list(claim_faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"发现 {len(found)} 处不一致。")
        self.stdout.write("结算申报、上门和账簿一致。")
