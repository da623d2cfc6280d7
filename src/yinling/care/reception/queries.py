"""Questions of receivers, which ask from threads of their own: whose key, which number, what is a mere sign of life."""

import re
from collections import OrderedDict
from collections.abc import Collection
from functools import lru_cache

from yinling.care.devices.domain.readings import line_of
from yinling.care.devices.queries.finding import Account, find, ids_of, rules
from yinling.engines.telemetry.reports import Report

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


def numbers_of(reports: Collection[Report]) -> dict[Account, int]:
    """Numbers of devices by (line, account). A number never changes, so it is asked once."""
    accounts = {(line_of(one.protocol), one.account) for one in reports}
    missing = {account for account in accounts if account not in _numbers}  # a minus would walk through all known ones
    if missing:
        _numbers.update(ids_of(missing))
        while len(_numbers) > NUMBERS_MAX:
            _numbers.popitem(last=False)
    return {account: _numbers[account] for account in accounts if account in _numbers}


def forget_numbers() -> None:
    """For tests, whose databases change."""
    _numbers.clear()
