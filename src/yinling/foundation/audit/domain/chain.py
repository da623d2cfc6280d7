"""The chain of an audit book: each row's hash covers the row and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

BEGINNING = "0" * 64


def plain(value: object) -> object:
    """`value` in words that every database gives back unchanged: no floats, no NUL, moments in UTC."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\0", "")


def canonical(row: Mapping[str, object]) -> str:
    """One spelling of a row: keys sorted, no blanks."""
    return json.dumps(plain(row), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def link(previous: str, row: Mapping[str, object]) -> str:
    """The hash of `row` placed after the row whose hash is `previous`: 64 hex digits."""
    return hashlib.sha256(f"{previous}\n{canonical(row)}".encode()).hexdigest()
