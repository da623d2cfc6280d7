"""The searches as machine code: made once after an update, loaded before the clock of a search starts."""

from collections.abc import Callable
from threading import Timer

from yinling.engines.routing import days_search, pairs_search

TELL_AFTER_SECONDS = 3.0
NOTE = "更新后第一次运行：正在编译求解程序，约需半分钟，以后不再需要……\n"


def load_days(say: Callable[[str], object]) -> None:
    """The search of a district's day; who waits long is told."""
    _load(days_search.warm_up, say)


def load_pairs(say: Callable[[str], object]) -> None:
    """The search of days with coupled stops; who waits long is told."""
    _load(pairs_search.warm_up, say)


def _load(warm_up: Callable[[], None], say: Callable[[str], object]) -> None:
    note = Timer(TELL_AFTER_SECONDS, say, [NOTE])
    note.daemon = True
    note.start()
    warm_up()
    note.cancel()
