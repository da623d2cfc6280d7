"""Questions to the audit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.audit.domain.chain import BEGINNING, link
from yinling.foundation.audit.domain.words import values_in_words, verb_in_words
from yinling.foundation.audit.models import Book, ChainHead, Change, Read, Row

_BOOKS: dict[str, type[Row]] = {Book.CHANGES: Change, Book.READS: Read}
_UNHASHED = {"hash", "previous_hash"}
_CHUNK_ROWS = 2_000


@dataclass(frozen=True)
class Verdict:
    """What a walk along a book found; `fault` is empty if the chain is whole."""

    book: str
    length: int
    head: str
    broken_at: int | None = None
    fault: str = ""


@dataclass(frozen=True)
class BookLine:
    """One row of either book for reading; `words` and values are empty for a read, `fields` for a change."""

    number: int
    at: datetime
    who: str
    role: str
    words: str
    subject: str
    reason: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]
    fields: list[str]


def book_lines(rows: Iterable[Row]) -> list[BookLine]:
    """Rows in words."""
    return [
        BookLine(
            number=row.number,
            at=row.at,
            who=row.user_name,
            role=ROLES[row.role].name if row.role in ROLES else "",
            words=verb_in_words(getattr(row, "verb", "")),
            subject=row.subject,
            reason=row.reason,
            before=values_in_words(getattr(row, "before", None)),
            after=values_in_words(getattr(row, "after", None)),
            fields=getattr(row, "fields", []),
        )
        for row in rows
    ]


def changes_about(subject: str) -> QuerySet[Change]:
    """All changes of one subject, oldest first. The caller has checked that the reader may see the subject."""
    return Change.objects.filter(subject=subject)


def content_of(row: Row) -> dict[str, object]:
    """What the hash of a row covers: every column but the hashes."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name not in _UNHASHED}


def verify(book: str) -> Verdict:
    """Walks the whole book and compares every link, then the head. Names the first broken row."""
    previous, count = BEGINNING, 0
    for row in _rows(book):
        if fault := _fault_of(row, number=count + 1, previous=previous):
            return Verdict(book, count, previous, row.number, fault)
        previous, count = row.hash, count + 1
    head = ChainHead.objects.filter(book=book).first()
    length, last = (head.length, head.hash) if head else (0, BEGINNING)
    if (length, last) != (count, previous):
        return Verdict(book, count, previous, count + 1, f"链头记有 {length} 行,实际 {count} 行")
    return Verdict(book, count, previous)


def hash_at(book: str, number: int) -> str:
    """The hash of one row, "" where there is none: compared with a print-out kept elsewhere."""
    row = _BOOKS[book].objects.filter(number=number).first()
    return row.hash if row else ""


def _rows(book: str) -> Iterator[Row]:
    return _BOOKS[book].objects.order_by("number").iterator(chunk_size=_CHUNK_ROWS)


def _fault_of(row: Row, *, number: int, previous: str) -> str:
    if row.number != number:
        return f"应为第 {number} 行,却是第 {row.number} 行:中间有行被删除或改号"
    if row.previous_hash != previous:
        return "与上一行不相接"
    if row.hash != link(previous, content_of(row)):
        return "内容被改动"
    return ""
