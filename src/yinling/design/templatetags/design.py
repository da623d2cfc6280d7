"""Tags and filters that components and pages use: money, icons, safe links, truth words."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yinling.design.speech import is_foreign
from yinling.design.speech import say as said
from yinling.kernel.money import display_yuan, format_yuan

register = template.Library()

TONES = {
    "good": "circle-check",
    "bad": "circle-x",
    "wait": "clock",
    "info": "info-circle",
    "off": "circle-minus",
    "warn": "alert-triangle",
    "demo": "info-circle",
}


@register.filter
def yuan(fen: int | str | None) -> str:
    """Fen as people read it, `3,500.00 元`; a missing amount is a dash, never a zero."""
    return "—" if fen is None or fen == "" else said(display_yuan(int(fen)))


@register.filter
def say(text: object) -> str:
    """A Chinese text of rules or records in the reader's language, for attributes and plain places."""
    return "" if text is None else said(text)


@register.filter
def quote(text: object) -> str | SafeString:
    """As `say`, and what stays Chinese on a page of another language is marked as such for screen readers."""
    words = say(text)
    return format_html('<span lang="zh-hans">{}</span>', words) if is_foreign(words) else words


@register.filter
def yuan_plain(fen: int | str | None) -> str:
    """Fen as form fields take it: `3500.00`; empty when missing."""
    return "" if fen is None or fen == "" else format_yuan(int(fen))


@register.filter
def grouped(number: object) -> str:
    """A count with thousands apart: `32,000`; anything else as it is."""
    return f"{number:,}" if is_number(number) else str(number)


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that goes with a tone, so colour is never the only cue."""
    return TONES.get(tone, "info-circle")


@register.filter
def truth_tone(truth: object) -> str:
    """Tone of a three-valued answer: True, False or None, or the words true, false, unknown."""
    return {"true": "good", "false": "bad"}.get(str(truth).lower(), "wait")


@register.filter
def truth_word(truth: object) -> str:
    """符合, 不符合 or 未知 for a three-valued answer."""
    return {"true": _("符合"), "false": _("不符合")}.get(str(truth).lower(), _("未知"))


@register.filter
def percent_of(value: float, maximum: float) -> int:
    """Whole percent of `maximum` that `value` is, 0 to 100; 0 when the maximum is 0."""
    return max(0, min(100, int(value * 100 // maximum))) if value and maximum else 0


@register.filter
def is_number(value: object) -> bool:
    """True for a real number, so a missing one is shown as missing."""
    return isinstance(value, int | float) and not isinstance(value, bool)


@register.filter
def as_json(data: object, name: str) -> str:
    """The data block `<script type="application/json" id="…-data">` that the scripts read."""
    return json_script(data, f"{name}-data")


@register.filter
def as_text(data: object) -> str:
    """JSON for an attribute: it stays with its element where a part of a page is put in later."""
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


@register.filter
def is_outlined(data: dict[str, Any] | None) -> bool:
    """Whether a map draws outlines of places, and not their names alone."""
    return any(one["outline"] for one in (data or {}).get("ground", ()))


@register.filter
def chart_names(data: dict[str, Any]) -> list[str]:
    """Column names of a chart's table: bars first, then target lines."""
    return [series["name"] for series in _columns(data)]


@register.filter
def chart_rows(data: dict[str, Any]) -> list[tuple[str, list[tuple[str, object]]]]:
    """Rows of a chart's table: label, then (name, value) for every column; missing values are a dash."""
    return [
        (label, [(series["name"], _shown(series["values"][row], data)) for series in _columns(data)])
        for row, label in enumerate(data["labels"])
    ]


def _columns(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [*data.get("bars", []), *data.get("lines", [])] if data else []


def _shown(value: object, data: dict[str, Any]) -> str:
    return "—" if value is None else said(f"{value} {data.get('unit', '')}".strip())
