"""`yinling data_reseal`: after a change of key, seals all personal data and files with the present key."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from yinling.gateways import resealing
from yinling.gateways.sealing import SealBroken


class Command(BaseCommand):
    """Reseals."""

    help = (
        "更换密钥后，用 YINLING_DATA_KEY 重新封存全部个人信息和文件；"
        "停用的旧密钥先写入 YINLING_DATA_KEYS_RETIRED。可以中断后再运行"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只统计待封存的数量；有则以 1 退出")

    def handle(self, *args: Any, **options: Any) -> None:
        fields = [(f"{model._meta.label}.{field.name}", model, field) for model, field in resealing.sealed_fields()]
        if options["check"]:
            self._check(fields)
            return
        try:
            total = sum(self._column(*one) for one in fields)
            total += sum(self._store(name, *store) for name, store in resealing.stores().items())
        except SealBroken as fault:
            raise CommandError(f"有内容用未知密钥封存（{fault}）：请把旧密钥写入 YINLING_DATA_KEYS_RETIRED") from fault
        self.stdout.write(f"已重新封存 {total} 项")

    def _check(self, fields: list[tuple[str, Any, Any]]) -> None:
        counts = {name: resealing.waiting(model, field).count() for name, model, field in fields}
        counts |= {name: waiting() for name, (waiting, _reseal) in resealing.stores().items()}
        for name, count in counts.items():
            self.stdout.write(f"{name}  {count}")
        if any(counts.values()):
            raise SystemExit(1)

    def _column(self, name: str, model: Any, field: Any) -> int:
        return self._counted(name, resealing.waiting(model, field).count(), resealing.reseal(model, field))

    def _store(self, name: str, waiting: Any, reseal: Any) -> int:
        return self._counted(name, waiting(), iter(lambda: reseal(resealing.BATCH_ROWS), 0))

    def _counted(self, name: str, total: int, batches: Iterator[int]) -> int:
        """Runs through the batches with a bar on a terminal; how many rows there were."""
        done = 0
        with tqdm(total=total, desc=name, unit="项", disable=None, leave=False) as bar:
            for rows in batches:
                bar.update(rows)
                done += rows
        return done
