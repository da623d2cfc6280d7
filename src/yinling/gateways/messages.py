"""Messages that leave the house: SMS and WeChat. No gateway is contracted, so a stand-in takes their place.

The stand-in sends nothing. It says so in its answer, which the page shows, and in the log.
"""

import logging
from collections.abc import Callable

STAND_IN = "stand_in"
_log = logging.getLogger(__name__)


class UnknownChannel(ValueError):
    """No gateway of that name."""


def _stand_in(channel: str) -> Callable[[str, str], str]:
    def send_nothing(recipient: str, text: str) -> str:
        # The text may tell of a person's case: its length alone goes to the log.
        _log.info("%s stand-in: nothing sent to %s (%d characters)", channel, recipient, len(text))
        return STAND_IN

    return send_nothing


_CHANNELS = {"sms": _stand_in("sms"), "wechat": _stand_in("wechat")}


def send(*, channel: str, recipient: str, text: str) -> str:
    """Hands a message to a channel; what became of it as a word. Raises UnknownChannel."""
    if channel not in _CHANNELS:
        raise UnknownChannel(channel)
    return _CHANNELS[channel](recipient, text)
