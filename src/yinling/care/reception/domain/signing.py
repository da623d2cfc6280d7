"""How a push proves who sends it and when: HMAC-SHA256 over its time and its bytes. Pure."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from yinling.engines.telemetry.reports import Fault, FrameFault

SKEW_MAX = timedelta(minutes=5)
SECONDS_DIGITS_MAX = 11


def signature(token: str, seconds: str, payload: bytes) -> str:
    """In hex. `seconds`: since 1970, as the sender writes it."""
    return hmac.new(token.encode(), seconds.encode("utf-8", "replace") + b"." + payload, hashlib.sha256).hexdigest()


def verify(token: str, seconds: str, payload: bytes, said: str, *, at: datetime) -> None:
    """Nothing if the push is signed and of these minutes; else FrameFault."""
    wanted = signature(token, seconds, payload)
    if not token or not hmac.compare_digest(wanted.encode(), said.encode("utf-8", "replace")):
        raise FrameFault(Fault.SIGNATURE)
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= SECONDS_DIGITS_MAX):
        raise FrameFault(Fault.TIME)
    if abs(at - datetime.fromtimestamp(int(seconds), UTC)) > SKEW_MAX:
        raise FrameFault(Fault.TIME)
