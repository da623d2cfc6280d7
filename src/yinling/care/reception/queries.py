"""Questions of receivers, which ask from threads of their own: whose key, which number, what is a mere sign of life."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache

from yinling.care.devices.domain.sameness import keys_of
from yinling.care.devices.queries.finding import Account, events_of, find, ids_of, rules
from yinling.engines.telemetry.reports import Report
from yinling.gateways.receivers.intake import Heard

NUMBERS_MAX = 1_000_000
_HEX_KEY = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64}")
_KEY_SIZES = (16, 24, 32)
_numbers: OrderedDict[Account, int] = OrderedDict()


def key_of(account: str) -> bytes | None:
    """The key of a DC-09 account, written in hex or as it is; None if it has none."""
    device = find("dc09", account)
    return _key(device.secret) if device else None


def _key(secret: str) -> bytes | None:
    if _HEX_KEY.fullmatch(secret):
        return bytes.fromhex(secret)
    return secret.encode() if len(secret.encode()) in _KEY_SIZES else None


def is_sign(report: Report) -> bool:
    """Whether it only says that the device lives."""
    return _is_sign(report.protocol, report.code)


@lru_cache(maxsize=4096)
def _is_sign(protocol: str, code: str) -> bool:
    return rules().meaning(protocol, code).kind == "heartbeat"


def numbers_of(accounts: Sequence[Account]) -> list[int | None]:
    """The number of the device of each account, None where nobody registered it. It never changes: it is asked once."""
    missing = {account for account in accounts if account not in _numbers}
    if missing:
        _numbers.update(ids_of(missing))
    numbers = list(map(_numbers.get, accounts))
    while len(_numbers) > NUMBERS_MAX:
        _numbers.popitem(last=False)
    return numbers


def are_stored(heard: Sequence[Heard]) -> list[bool]:
    """Whether each of them was stored for good by now, by whichever receiver."""
    keys = [keys_of(one.report, one.at) for one in heard]
    stored = events_of({key for pair in keys for key in pair})
    return [any(key in stored for key in pair) for pair in keys]


def forget_numbers() -> None:
    """For tests, whose databases change."""
    _numbers.clear()
