"""The little of SIP (RFC 3261) that carries messages: one request or answer, its headers, and where it ends on TCP."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from yinling.engines.telemetry.reports import Fault, FrameFault

HEAD_MAX, BODY_MAX, HEADERS_MAX = 8192, 16_384, 64
_END_OF_HEAD = b"\r\n\r\n"
_REQUEST = re.compile(r"([A-Z]{1,20}) (\S{1,512}) SIP/2\.0")
_ANSWER = re.compile(r"SIP/2\.0 ([1-6]\d\d)(?: (.{0,200}))?", re.ASCII)
_HEADER = re.compile(r"([A-Za-z0-9.!%*_+`'~-]{1,64})[ \t]*:[ \t]*(.*)")
_UNFIT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_COMPACT = {
    "v": "via", "f": "from", "t": "to", "i": "call-id", "l": "content-length", "c": "content-type", "m": "contact",
    "e": "content-encoding", "k": "supported", "s": "subject",
}  # fmt: skip
_ECHOED = {"via": "Via", "from": "From", "to": "To", "call-id": "Call-ID", "cseq": "CSeq"}
_ADDRESS_USER = re.compile(r"sips?:([^@;>\s]{1,200})@", re.IGNORECASE)
_REASONS = {
    200: "OK", 400: "Bad Request", 403: "Forbidden", 405: "Method Not Allowed", 413: "Request Entity Too Large",
    415: "Unsupported Media Type", 503: "Service Unavailable",
}  # fmt: skip


@dataclass(frozen=True)
class SipMessage:
    """A request (`method`) or an answer (`status`). Header names are in full and small letters, in order of arrival.

    `is_whole` is False where the body is shorter than its Content-Length, or longer than one that is allowed.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    status: int = 0
    is_whole: bool = True
    raw: bytes = field(default=b"", compare=False)

    def every(self, name: str) -> list[str]:
        """Values of all headers of that name."""
        return [value for each, value in self.headers if each == name]

    def first(self, name: str) -> str:
        """The first value of a header; empty if there is none."""
        return next(iter(self.every(name)), "")

    @property
    def sender(self) -> str:
        """The user part of the address in From; empty if there is none."""
        match = _ADDRESS_USER.match(self.first("from").rpartition("<")[2])  # a name before it may look like one
        return match[1] if match else ""


def read(raw: bytes) -> SipMessage:
    """The message in these bytes; without a Content-Length the body is all that follows.

    Raises FrameFault where not even the head can be read, so that nothing can be answered.
    """
    head, ended, body = raw.partition(_END_OF_HEAD)
    if len(head) > HEAD_MAX:
        raise FrameFault(Fault.TOO_LONG)
    first, *lines = _unfolded(head.decode("utf-8", "replace"))
    request, answer = _REQUEST.fullmatch(first), _ANSWER.fullmatch(first)
    if not ended or not (request or answer) or len(lines) > HEADERS_MAX:
        raise FrameFault(Fault.SHAPE)
    headers = tuple(_header(line) for line in lines)
    length = _length(headers, unsaid=len(body))
    is_whole = length is not None and length <= min(len(body), BODY_MAX)
    return SipMessage(
        method=request[1] if request else "",
        target=request[2] if request else "",
        headers=headers,
        body=body[: min(length or 0, BODY_MAX)],
        status=int(answer[1]) if answer else 0,
        is_whole=is_whole,
        raw=bytes(raw),
    )


def _unfolded(head: str) -> list[str]:
    """Lines of the head; one that begins with a blank goes on from the line before."""
    lines = re.sub(r"\r\n[ \t]+", " ", head.lstrip("\r\n")).split("\r\n")
    if any(_UNFIT.search(line) for line in lines):
        raise FrameFault(Fault.SHAPE)
    return lines


def _header(line: str) -> tuple[str, str]:
    match = _HEADER.fullmatch(line)
    if match is None:
        raise FrameFault(Fault.SHAPE)
    name = match[1].lower()
    return _COMPACT.get(name, name), match[2].strip()


def _length(headers: Iterable[tuple[str, str]], unsaid: int) -> int | None:
    """Bytes of the body as said; None where that is no number, or said twice differently."""
    said = {value for name, value in headers if name == "content-length"} or {str(unsaid)}
    value = said.pop()
    return int(value) if not said and re.fullmatch(r"[0-9]{1,9}", value) else None


def refusal(message: SipMessage, media_type: str) -> int:
    """The status that refuses a request that is none of ours, 0 if nothing speaks against it."""
    if message.method != "MESSAGE":
        return 405
    length = _length(message.headers, unsaid=0)
    if length is not None and length > BODY_MAX:
        return 413
    if not message.is_whole or not all(message.first(name) for name in _ECHOED):
        return 400
    said = message.first("content-type").split(";")[0].strip().lower()
    return 0 if said == media_type else 415


def answer(message: SipMessage, status: int, *, tag: str = "") -> bytes:
    """The answer to a request: its Via, From, To, Call-ID and CSeq again; `tag` is put on To if it has none."""
    lines = [f"SIP/2.0 {status} {_REASONS.get(status, 'Error')}"]
    for name, value in message.headers:
        if name in _ECHOED:
            tagged = name == "to" and tag and ";tag=" not in value
            lines.append(f"{_ECHOED[name]}: {value}{f';tag={tag}' if tagged else ''}")
    lines += ["Allow: MESSAGE, OPTIONS"] if status == 405 or message.method == "OPTIONS" else []
    return "\r\n".join([*lines, "Content-Length: 0", "", ""]).encode("utf-8", "replace")


def write(method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes = b"") -> bytes:
    """A request as bytes, with its Content-Length. Raises FrameFault for a head that could not be read again."""
    lines = [f"{method} {target} SIP/2.0", *(f"{name}: {value}" for name, value in headers)]
    raw = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode("utf-8", "replace") + body
    if read(raw).body != body:
        raise FrameFault(Fault.CONTENT)
    return raw


class SipStream:
    """Cuts the stream of a TCP connection into messages; keeps at most one head and one body."""

    def __init__(self) -> None:
        self._held, self._skip, self._wanted = bytearray(), 0, 0

    @property
    def held(self) -> int:
        """Bytes waiting for the rest of their message."""
        return len(self._held)

    def feed(self, chunk: bytes) -> list[bytes]:
        """Messages completed by this chunk. Of one whose body is too long only the head is given and the body skipped;
        a head that does not end in time is given as far as it goes, so that reading it tells why."""
        self._held += chunk
        messages = []
        while message := self._next():
            messages.append(message)
        return messages

    def _next(self) -> bytes:
        """The next whole message, taken off what is held; empty if there is none yet."""
        held = self._held
        skipped = min(self._skip, len(held))
        self._skip -= skipped
        del held[:skipped]
        while held[:2] == b"\r\n":  # a sign of life between messages
            del held[:2]
        if len(held) < self._wanted:
            return b""
        end = held.find(_END_OF_HEAD, 0, HEAD_MAX + len(_END_OF_HEAD)) + len(_END_OF_HEAD)
        if end < len(_END_OF_HEAD):
            return (
                self._taken(HEAD_MAX + 1, then_skip=len(held) - HEAD_MAX - 1)
                if len(held) > HEAD_MAX + len(_END_OF_HEAD)
                else b""
            )
        length = self._body_length(bytes(held[:end]))
        if length > BODY_MAX:
            return self._taken(end, then_skip=length)
        self._wanted = end + length
        return self._taken(self._wanted) if len(held) >= self._wanted else b""

    def _taken(self, size: int, then_skip: int = 0) -> bytes:
        message = bytes(self._held[:size])
        del self._held[:size]
        self._wanted, self._skip = 0, then_skip
        return message

    @staticmethod
    def _body_length(head: bytes) -> int:
        try:
            return _length(read(head).headers, unsaid=0) or 0
        except FrameFault:
            return 0
