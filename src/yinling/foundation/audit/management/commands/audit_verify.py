"""`yinling audit_verify`: walks both books of the audit and proves their chains."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yinling.foundation.audit.models import Book
from yinling.foundation.audit.queries import hash_at, verify


def kept_head(text: str) -> tuple[str, int, str]:
    """`changes:120:9af3…` as printed by an earlier run. Raises ArgumentTypeError."""
    book, _, rest = text.partition(":")
    number, _, fingerprint = rest.partition(":")
    if book not in Book.values or not number.isdigit() or len(fingerprint) < 16:
        raise ArgumentTypeError(f"{text}: 应为 账簿:序号:哈希")
    return book, int(number), fingerprint


class Command(BaseCommand):
    """Verifies the audit."""

    help = "重算两本审计账的哈希链；指出第一处断裂，以 1 退出"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head-was", action="append", type=kept_head, default=[], metavar="BOOK:NUMBER:HASH",
            help="以前打印并另处留存的链头；可证明整本没有被重写",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        found = [self._is_whole(book) for book in Book]
        found += [self._is_kept(*head) for head in options["head_was"]]
        if not all(found):
            raise SystemExit(1)

    def _is_whole(self, book: Book) -> bool:
        verdict = verify(book)
        if verdict.fault:
            self.stderr.write(f"{book.label}：第 {verdict.broken_at} 行断裂，{verdict.fault}")
        else:
            self.stdout.write(f"{book.label}：完整，{verdict.length} 行  {book}:{verdict.length}:{verdict.head}")
        return not verdict.fault

    def _is_kept(self, book: str, number: int, fingerprint: str) -> bool:
        if number and not hash_at(book, number).startswith(fingerprint):
            self.stderr.write(f"{Book(book).label}：第 {number} 行与留存的链头不符，整本可能被重写")
            return False
        return True
