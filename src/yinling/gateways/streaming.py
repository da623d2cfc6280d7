"""Server-sent events: a word for every change of something, so that a page asks anew for what its viewer may see.

A stream holds a thread of the server, so there are only so many, each ends after a while, and all of a process ask the
database together. The page then asks again by itself; where there is no seat left it asks every few seconds.
"""

import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore, Lock

from django.db import Error, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

STREAMS_MAX = 24  # per server process; `yinling serve` keeps threads for pages beside them
LOOK_SECONDS, COMMENT_SECONDS, STREAM_SECONDS, RETRY_SECONDS = 0.25, 10.0, 55.0, 5
_seats = BoundedSemaphore(STREAMS_MAX)


class Changes:
    """The newest word of something, asked of the database at most four times a second by all streams together."""

    def __init__(self, newest: Callable[[], str]) -> None:
        self._newest, self._lock, self._at, self._word = newest, Lock(), -LOOK_SECONDS, ""

    def word(self) -> str:
        """The word; the last known one while the database cannot be asked."""
        with self._lock:
            if time.monotonic() - self._at >= LOOK_SECONDS * 0.9:
                try:
                    self._word = self._newest()
                except Error:
                    connection.close()
                self._at = time.monotonic()
            return self._word

    def streamed(self, known: str) -> HttpResponseBase:
        """Changes from now on, or since the word that the page saw last."""
        if not _seats.acquire(blocking=False):
            return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
        answer = StreamingHttpResponse(Stream(self.word, known), content_type="text/event-stream")
        answer["Cache-Control"], answer["X-Accel-Buffering"] = "no-store", "no"
        return answer


class Stream:
    """What one page is sent; its seat is given back however it ends."""

    def __init__(self, word: Callable[[], str], known: str) -> None:
        self._word, self._known, self._has_seat = word, known, True

    def __iter__(self) -> Iterator[str]:
        ends = time.monotonic() + STREAM_SECONDS
        said = time.monotonic()
        yield "retry: 500\n\n"
        while time.monotonic() < ends:
            word = self._word()
            if word != self._known:
                self._known, said = word, time.monotonic()
                yield f"id: {word}\nevent: changed\ndata: {word}\n\n"
            elif time.monotonic() - said >= COMMENT_SECONDS:
                said = time.monotonic()
                yield ": still here\n\n"
            time.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """Called by the server when the page has gone or the stream ended."""
        if self._has_seat:
            self._has_seat = False
            _seats.release()

    __del__ = close  # a server that forgets costs no seat
