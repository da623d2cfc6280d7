"""Device telemetry: frames of SIA DC-09, SCAIP and JSON become reports, and reports become frames.

Bytes in, values out: it knows accounts, codes and values, not whose device it is nor what a code means. Whatever
arrives, a reader gives a value or raises `FrameFault`, in time and memory bounded by the longest frame.

- `dc09` reads and writes frames, `dc09_contents` says what they report, `dc09_replies` answers, `dc09_stream` cuts TCP.
- `sip` reads and writes the messages (and cuts TCP) in which `scaip` has its XML.
- `json_forms` reads JSON by `forms`, which are data; `onenet` proves one platform's pushes.
"""

from yinling.engines.telemetry import dc09_replies, dc09_stream, json_forms, onenet, scaip

__all__ = ["dc09_replies", "dc09_stream", "json_forms", "onenet", "scaip"]
