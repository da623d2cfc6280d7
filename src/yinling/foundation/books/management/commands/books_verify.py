"""`yinling books_verify`: proves that every transfer sums to zero and every balance is the sum of its entries."""

from typing import Any

from django.core.management.base import BaseCommand

from yinling.foundation.books.queries import faults, totals


class Command(BaseCommand):
    """Verifies the books."""

    help = "Checks transfers, running balances and account balances; lists what does not hold and exits with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults()
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise SystemExit(1)
        accounts, transfers, entries = totals()
        self.stdout.write(f"账簿相符：{accounts} 个账户，{transfers} 笔转账，{entries} 条分录，合计 0 分")
