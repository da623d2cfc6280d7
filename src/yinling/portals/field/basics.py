"""Form A on the phone: every field, and what the register and the assessment already know of it, to be confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yinling.design.speech import say
from yinling.engines.scales.forms import asked_fields
from yinling.engines.scales.scale import FormField, Scale
from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import facts_of
from yinling.people.registry.queries.facts import open_value

HOMES = {"living_alone": "独居", "in_institution": "养老机构"}  # facts, and the answer of A.2.10 that each gives
SEXES = {"female": "女", "male": "男"}
READ = ("sex", "birth_date", *HOMES)


@dataclass(frozen=True)
class Known:
    """What is offered for confirming, by source; `shown` is only to be looked at, beside the paper."""

    offered: Mapping[str, str]
    shown: Mapping[str, str]


def known_of(row: Any, *, actor: Actor, at: datetime) -> Known:
    """What the register and the assessment know, neither name nor number in the open; the read is logged."""
    on = day_of(at)
    record_read(by=actor, at=at, subject=f"person:{row.person_id}", fields=READ, area=row.area)
    facts = facts_of(row.person_id, on=on)
    born = facts.get("birth_date")
    return Known(
        offered={
            "assessment.number": row.number,
            "assessment.date": on.isoformat(),
            "assessment.reason": row.get_reason_display(),
            "register.sex": SEXES.get(str(open_value(row.person_id, "sex", on=on)), ""),
            "register.birth_date": born.isoformat() if isinstance(born, date) else "",
            "register.living": "\n".join(words for name, words in HOMES.items() if facts.get(name)),
        },
        shown={"register.name": row.person_name_masked},
    )


def basics_parts(scale: Scale, known: Known) -> Iterator[dict[str, Any]]:
    """The parts of the form as the page draws them; none for a scale without."""
    for part in scale.basics:
        items = [_item(field, known) for field in asked_fields(part)]
        yield {"code": part.id, "name": say(part.name), "is_scored": False, "holds": "basics", "items": items}


def _item(field: FormField, known: Known) -> dict[str, Any]:
    shown = known.shown.get(field.given_by, "")
    help_words = [say(field.note)] if field.note else []
    if shown:
        help_words.append(_("登记册：%(words)s") % {"words": shown})
    return {
        "code": field.id,
        "name": say(field.name),
        "help": " · ".join(help_words),
        "type": field.type,
        "options": [{"value": each, "words": say(each)} for each in field.choices],
        "given": _offer(field, known.offered.get(field.given_by, "")),
    }


def _offer(field: FormField, value: str) -> str:
    """The value as the field takes it: one of its choices, where it has some; empty for nothing to offer."""
    if field.type != "choice" or not value:
        return value
    alike = (each for each in field.choices if value.startswith(each))
    return next(alike, field.choices[-1])
