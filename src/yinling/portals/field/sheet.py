"""A scale as the form on the phone needs it: parts, items, options; and what the phone says."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from yinling.design.speech import say
from yinling.engines.scales.scale import BOOLEAN, Circumstance, Item, Scale
from yinling.portals.field.basics import Known, basics_parts

INCIDENTS_MANY = 3  # as the form prints it: none, once, twice, three times or more


def parts_of(scale: Scale, known: Known) -> list[dict[str, Any]]:
    """The parts in the order of the form: form A, circumstances, then every section with its items."""
    circumstances = [item for each in scale.circumstances for item in _asked(each)]
    parts = [
        {
            "code": section.id,
            "name": say(section.name),
            "is_scored": True,
            "holds": "answers",
            "items": [_item(each) for each in section.items],
        }
        for section in scale.sections
    ]
    if circumstances:
        first = {
            "code": "circumstances", "name": _("影响等级的情况"), "is_scored": False, "items": circumstances,
            "holds": "circumstances",
            "help": _("这些情况会影响最后的等级，请问清楚、看凭证。"),
        }  # fmt: skip
        parts.insert(0, first)
    return [*basics_parts(scale, known), *parts]


def _item(item: Item) -> dict[str, Any]:
    options = [
        {"value": option.score, "words": say(option.words), "note": _("%(score)s 分") % {"score": option.score}}
        for option in item.options
    ]
    return {"code": item.id, "name": say(item.name), "help": say(item.note), "options": options}


def _asked(each: Circumstance) -> Iterator[dict[str, Any]]:
    """One question, or one for each kind where a count is told by kinds."""
    if each.type == BOOLEAN:
        options = [{"value": 0, "words": _("否")}, {"value": 1, "words": _("是")}]
        yield {"code": each.id, "name": say(each.name), "help": "", "options": options}
        return
    for code, name in (each.parts or {each.id: ""}).items():
        words = f"{say(each.name)}{_('：')}{say(name)}" if name else say(each.name)
        yield {"code": code, "name": words, "help": "", "options": list(_counts(each.maximum))}


def _counts(maximum: int) -> Iterator[dict[str, Any]]:
    for times in range(min(INCIDENTS_MANY, maximum) + 1):
        words = _("没有") if times == 0 else _("%(times)s 次") % {"times": times}
        yield {"value": times, "words": words if times < INCIDENTS_MANY else _("3 次及以上")}


# Drawn once out of sight, so that they are there without network.
ICONS = (
    "alert-triangle", "arrow-left", "arrow-right", "check", "circle-check", "device-floppy", "download",
    "info-circle", "list-check", "lock", "logout", "plus", "signature", "upload", "x",
)  # fmt: skip
