"""A platform that pushes over HTTP."""

from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from yinling.gateways.dialling.answers import ANSWER_SECONDS, Answered, timed


def post(url: str, payload: bytes, headers: Mapping[str, str]) -> Answered:
    """Sends it; the status and the text that came back."""

    def ask() -> tuple[str, bool]:
        wanted = Request(url, payload, {"Content-Type": "application/json", **headers})
        try:
            with urlopen(wanted, timeout=ANSWER_SECONDS) as answer:
                return f"{answer.status} {answer.read(200).decode('utf-8', 'replace')}", True
        except HTTPError as refused:
            return f"{refused.code} {refused.read(200).decode('utf-8', 'replace')}", False

    return timed(ask)
