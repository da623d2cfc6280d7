"""The pages of an application form and what each must hold before it can be handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The ways in that every pack has: the person's own log-in here, and the counter where a clerk types.
ONLINE, ONLINE_NAME = "online", "本人在本平台申请"
WINDOW, WINDOW_NAME = "town_window", "街镇服务窗口当面申请"


@dataclass(frozen=True)
class FormPage:
    """One page of the form; `required` are the answers without which it is not finished."""

    code: str
    title: str
    required: tuple[str, ...] = ()


PAGES = (
    FormPage("who", "给谁申请", ("confirmed", "channel")),
    FormPage("wishes", "联系和想改的地方", ("phone", "wishes")),
    FormPage("household", "家里的情况", ("living_with", "housing")),
    FormPage("papers", "上传材料"),
    FormPage("send", "核对并提交"),
)
CODES = tuple(page.code for page in PAGES)


def page_named(code: str) -> FormPage:
    """Raises KeyError for a page that does not exist."""
    return {page.code: page for page in PAGES}[code]


def unfinished(answers: Mapping[str, Any]) -> list[FormPage]:
    """The pages that still lack an answer, in order."""
    return [page for page in PAGES if not all(answers.get(name) for name in page.required)]


def following(code: str) -> str:
    """The page after `code`; the last one follows itself."""
    return CODES[min(CODES.index(code) + 1, len(CODES) - 1)]
