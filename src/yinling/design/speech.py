"""Say in the reader's language what pure rules and stored records say in Chinese."""

import re
from functools import lru_cache

from django.utils.translation import get_language, gettext, trans_real

HAN = re.compile(r"[\u4e00-\u9fff]")
REMARK = re.compile(r"(.+)（(.+)）([\d :-]*)", re.DOTALL)
FIGURE, FIGURES = r"[\d.,]+", {"figure", "year", "month", "day"}  # places that hold nothing but figures
PLACE = re.compile(r"%\((\w+)\)s")


def say(text: object) -> str:
    """`text` translated: whole, else by the longest msgid whose places it fills, else part by part, else as it is."""
    words = str(text)
    if not HAN.search(words) or _is_chinese():
        return words
    if (whole := gettext(words)) != words:
        return whole
    for literal, pattern, translation in _templates(str(get_language())):
        if literal in words and (found := pattern.fullmatch(words)):
            return translation % {place: say(value) for place, value in found.groupdict().items()}
    return _in_parts(words)


def is_foreign(words: str) -> bool:
    """Chinese on a page of another language: to be marked as such for screen readers."""
    return bool(HAN.search(words)) and not _is_chinese()


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _in_parts(words: str) -> str:
    """A list joined by 、 ； or ：, or a remark in brackets; only whole, as half a list would be worse than none."""
    if (found := REMARK.fullmatch(words)) and not HAN.search(remark := say(found[2])):
        return f"{say(found[1])} ({remark}){found[3]}"
    for mark, joint in (("；", "; "), ("、", ", "), ("：", ": ")):
        if mark in words:
            said = [say(part) for part in words.split(mark)]
            return words if any(HAN.search(part) for part in said) else joint.join(said)
    return words


@lru_cache(maxsize=8)
def _templates(language: str) -> list[tuple[str, re.Pattern[str], str]]:
    """(longest literal, pattern, translation) of every msgid with places, the most literal first."""
    catalog = trans_real.translation(language)._catalog  # type: ignore[attr-defined]  # Django's own view reads it too
    found = {
        message: translation
        for message, translation in catalog.items()
        if isinstance(message, str) and HAN.search(message) and PLACE.search(message) and translation
    }
    return [
        (max(PLACE.split(message)[::2], key=len).replace("%%", "%"), _pattern(message), found[message])
        for message in sorted(found, key=lambda message: -len("".join(PLACE.split(message)[::2])))
    ]


def _pattern(message: str) -> re.Pattern[str]:
    parts = PLACE.split(message)
    seen: set[str] = set()
    said = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            said += re.escape(part.replace("%%", "%"))
        else:
            said += f"(?P={part})" if part in seen else f"(?P<{part}>{FIGURE if part in FIGURES else '.*?'})"
            seen.add(part)
    return re.compile(said, re.DOTALL)
