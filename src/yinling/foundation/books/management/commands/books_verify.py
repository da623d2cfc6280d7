"""`yinling books_verify`: proves that every transfer sums to zero and every balance is the sum of its entries."""

from typing import Any

from django.core.management.base import BaseCommand

from yinling.foundation.books.queries import faults, totals


class Command(BaseCommand):
    """Verifies the books."""

    help = "核对每笔转账合计为零、余额等于分录之和；列出不符之处，以 1 退出"

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults()
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise SystemExit(1)
        accounts, transfers, entries = totals()
        self.stdout.write(f"账簿相符：{accounts} 个账户，{transfers} 笔转账，{entries} 条分录，合计 0 分")
