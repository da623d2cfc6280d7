"""Devices that say that they live: `python -m benchmarks.alarms.heartbeats PORT COUNT RATE TOTAL SENT`.

They share a few connections, as the devices of a platform do; one after the other speaks, RATE a second in all (0: as
fast as the broker takes it). SENT is a file of doubles: when each device spoke last, seconds since 1970.
"""

import json
import socket
import sys
import time

import numpy as np

from benchmarks.alarms.district import account_of
from benchmarks.alarms.running import HOST

CONNECTIONS = 20
TICK_SECONDS, AT_ONCE = 0.01, 200


def frame(topic: str, payload: bytes) -> bytes:
    """PUBLISH of MQTT 3.1.1, at most once, shorter than 128 bytes."""
    body = len(topic).to_bytes(2, "big") + topic.encode() + payload
    return b"\x30" + bytes([len(body)]) + body


def connected(port: int, name: str) -> socket.socket:
    """A connection that the broker has let in."""
    way = socket.create_connection((HOST, port))
    body = b"\x00\x04MQTT\x04\x02\x00\x00" + len(name).to_bytes(2, "big") + name.encode()
    way.sendall(b"\x10" + bytes([len(body)]) + body)
    if way.recv(4) != b"\x20\x02\x00\x00":
        raise ConnectionError(name)
    return way


def speak(port: int, count: int, rate: float, total: int, sent: np.ndarray) -> tuple[float, float]:
    """So many heartbeats; when it began, and how long it took."""
    frames = [
        frame(f"yinling/{account_of(number)}/heartbeat", b'{"id":"%d","battery":87}' % number)
        for number in range(1, count + 1)
    ]
    ways = [connected(port, f"platform-{number}") for number in range(CONNECTIONS)]
    at, began, done = time.time(), time.monotonic(), 0
    while done < total:
        due = min(int((time.monotonic() - began) * rate) + 1 if rate else total, total)
        while done < due:
            first = done % count
            number = min(AT_ONCE, due - done, count - first)
            sent[first : first + number] = time.time()
            ways[done // AT_ONCE % CONNECTIONS].sendall(b"".join(frames[first : first + number]))
            done += number
        if rate:
            time.sleep(TICK_SECONDS)
    return at, time.monotonic() - began


if __name__ == "__main__":
    port, count, rate, total, path = sys.argv[1:]
    file = np.memmap(path, dtype="f8", mode="r+", shape=(int(count),))
    at, seconds = speak(int(port), int(count), float(rate), int(total), file)
    file.flush()
    told = {"began_at": at, "seconds": round(seconds, 2), "processor": round(time.process_time(), 2)}
    print(json.dumps(told), flush=True)
    sys.stdin.read()  # connections stay until the broker has read everything
