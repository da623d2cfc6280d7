"""How China Mobile's OneNET proves its pushes: base64(md5(token + nonce + message)), and the echo that opens them."""

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Mapping

from yinling.engines.telemetry.json_forms import parsed
from yinling.engines.telemetry.reports import Fault, FrameFault


def signature(token: str, nonce: str, message: str) -> str:
    """The signature of a message. MD5 is the platform's choice; the address should be HTTPS besides."""
    said = (token + nonce + message).encode("utf-8", "replace")
    return b64encode(hashlib.md5(said, usedforsecurity=False).digest()).decode("ascii")


def echo(query: Mapping[str, str], token: str) -> str:
    """The text to answer to the GET that tries the address: its `msg`. Raises FrameFault if it is not signed."""
    message = query.get("msg", "")
    _verify(token, query.get("nonce", ""), message, query.get("signature", "").replace(" ", "+"))
    return message


def verify_push(payload: bytes, token: str) -> None:
    """Nothing if a pushed message is signed; else FrameFault. A `msg` that is an object is signed as compact text."""
    data = parsed(payload)
    if not isinstance(data, dict):
        raise FrameFault(Fault.CONTENT)
    nonce, said, message = data.get("nonce"), data.get("signature"), data.get("msg")
    if not isinstance(nonce, str) or not isinstance(said, str) or message is None:
        raise FrameFault(Fault.SIGNATURE)
    text = message if isinstance(message, str) else json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    _verify(token, nonce, text, said)


def _verify(token: str, nonce: str, message: str, said: str) -> None:
    wanted = signature(token, nonce, message)
    if not token or not hmac.compare_digest(wanted.encode(), said.encode("utf-8", "replace")):
        raise FrameFault(Fault.SIGNATURE)
