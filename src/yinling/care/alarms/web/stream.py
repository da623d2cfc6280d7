"""Server-sent events: a word for every change of any alarm, so that a page asks anew for what its viewer may see.

A stream holds a thread of the server, so there are only so many, each ends after a while, and all of a process ask the
database together. The page then asks again by itself; where there is no seat left it asks every few seconds.
"""

import time
from collections.abc import Iterator
from threading import BoundedSemaphore, Lock

from django.db import Error, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_GET

from yinling.care.alarms.queries.lists import newest
from yinling.design.pages import Request, page

STREAMS_MAX = 24  # per server process; `yinling serve` keeps threads for pages beside them
LOOK_SECONDS, COMMENT_SECONDS, STREAM_SECONDS, RETRY_SECONDS = 0.25, 10.0, 55.0, 5
_seats = BoundedSemaphore(STREAMS_MAX)


class Newest:
    """The word of the newest step, asked of the database at most four times a second by all streams together."""

    def __init__(self) -> None:
        self._lock, self._at, self._word = Lock(), -LOOK_SECONDS, ""

    def word(self) -> str:
        """The word; the last known one while the database cannot be asked."""
        with self._lock:
            if time.monotonic() - self._at >= LOOK_SECONDS * 0.9:
                try:
                    self._word = newest()
                except Error:
                    connection.close()
                self._at = time.monotonic()
            return self._word


_newest = Newest()


class Stream:
    """What one page is sent; its seat is given back however it ends."""

    def __init__(self, known: str) -> None:
        self._known, self._has_seat = known, True

    def __iter__(self) -> Iterator[str]:
        ends = time.monotonic() + STREAM_SECONDS
        said = time.monotonic()
        yield "retry: 500\n\n"
        while time.monotonic() < ends:
            word = _newest.word()
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


@page("alarms.view", "alarms.respond")
@require_GET
def stream(request: Request) -> HttpResponseBase:
    """Changes from now on, or since the event that the page saw last."""
    if not _seats.acquire(blocking=False):
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    answer = StreamingHttpResponse(Stream(request.headers.get("Last-Event-ID", "")), content_type="text/event-stream")
    answer["Cache-Control"], answer["X-Accel-Buffering"] = "no-store", "no"
    return answer


urlpatterns = [path("stream/", stream, name="stream")]
