"""Which version of a chain is in force, and all of them for reading."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from yinling.care.chains.domain.bodies import (
    IDLE,
    SPAN_WORDS,
    Body,
    Place,
    earliest,
    hours_words,
    plain,
    sourced,
    span_words,
    who_words,
)
from yinling.care.chains.domain.changes import changes
from yinling.care.chains.models import Version, VersionState
from yinling.gateways.policy.alarms import AlarmRules, chain_faults, load_alarms
from yinling.kernel.actor import Actor

FIRST = 1  # the number of what the pack's file says
SOURCE = "本区自定"


@dataclass(frozen=True)
class LinkLine:
    """One link in words; `earliest_words`: after the call, if nobody answers and no hours hold it up."""

    who: str
    wait: str
    repeats: int
    repeat: str
    hours: str
    earliest: str


@dataclass(frozen=True)
class VersionLine:
    """One version for reading. `in_force_from` None: the pack's file. `changes`: against the one before it."""

    id: int | None
    number: int
    reason: str
    in_force_from: datetime | None
    by_name: str
    published_at: datetime | None
    is_now: bool
    is_ahead: bool
    changes: tuple[str, ...]
    links: tuple[LinkLine, ...]
    spans: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChainLine:
    """A chain: for which alarms it is, what is in force, how many versions wait, who drafts."""

    code: str
    name: str
    now: VersionLine
    ahead: int
    draft: Version | None


def rules() -> AlarmRules:
    """The deployed district's rules."""
    return load_alarms(settings.PACK)


def name_of(code: str) -> str:
    """A chain by the alarms that climb by it."""
    names = [one.name for one in sorted(rules().severities.values(), key=lambda one: one.order) if one.chain == code]
    return "、".join(names) or code


def written(severity: str, *, at: datetime) -> dict[str, Any]:
    """The chain by which an alarm of that severity climbs when it is raised at a moment, for the alarm to keep."""
    code = rules().chain_code(severity)
    rows = _published(code).filter(in_force_from__lte=at).order_by("-in_force_from")
    found = rows.values_list("body", "number").first()
    return dict(rules().chains[code]) if found is None else {**found[0], "version": found[1]}


def body_at(code: str, *, at: datetime) -> Body:
    """What a chain says at a moment."""
    row = _published(code).filter(in_force_from__lte=at).order_by("-in_force_from").first()
    return row.body if row else plain(rules().chains[code])


def faults_of(body: Body) -> list[tuple[Place, str]]:
    """What the checks of a pack's file say of it."""
    return chain_faults(sourced(body, SOURCE))


def draft_of(code: str, *, actor: Actor) -> Version | None:
    """The draft of a chain."""
    return Version.objects.visible_to(actor).filter(pack=settings.PACK, chain=code, state=VersionState.DRAFT).first()


def version(version_id: int, *, actor: Actor) -> Version | None:
    """One version of the deployed district."""
    return Version.objects.visible_to(actor).filter(pack=settings.PACK, pk=version_id).first()


def chain_lines(*, actor: Actor, at: datetime) -> list[ChainLine]:
    """Every chain of the district."""
    return [chain_line(code, actor=actor, at=at) for code in rules().chains]


def chain_line(code: str, *, actor: Actor, at: datetime) -> ChainLine:
    """One chain of the district."""
    lines = version_lines(code, at=at)
    now = next(line for line in lines if line.is_now)
    ahead = sum(line.is_ahead for line in lines)
    return ChainLine(code, name_of(code), now, ahead, draft_of(code, actor=actor))


def version_lines(code: str, *, at: datetime) -> list[VersionLine]:
    """Published versions, the one that begins last first, the pack's file at the end. The caller has asked who may
    see."""
    rows = list(_published(code).order_by("in_force_from"))
    bodies = [plain(rules().chains[code]), *(row.body for row in rows)]
    # The place of the one that is in force; that of the file is 0.
    begun = sum(row.in_force_from is not None and row.in_force_from <= at for row in rows)
    lines = [_line(None, bodies[0], (), 0 - begun)]
    lines += [
        _line(row, bodies[place], tuple(changes(bodies[place - 1], bodies[place])), place - begun)
        for place, row in enumerate(rows, start=1)
    ]
    return lines[::-1]


def _line(row: Version | None, body: Body, changed: tuple[str, ...], ahead: int) -> VersionLine:
    """`ahead`: how many places after the version that is in force."""
    spans = [("end_repeat_seconds", body["end_repeat_seconds"]), *((name, body["idle_seconds"][name]) for name in IDLE)]
    return VersionLine(
        id=row.pk if row else None, number=(row.number or 0) if row else FIRST, reason=row.reason if row else "",
        in_force_from=row.in_force_from if row else None, by_name=row.published_by_name if row else "",
        published_at=row.published_at if row else None, is_now=ahead == 0, is_ahead=ahead > 0, changes=changed,
        links=_links(body), spans=tuple((SPAN_WORDS[name], span_words(seconds)) for name, seconds in spans),
    )  # fmt: skip


def _links(body: Body) -> tuple[LinkLine, ...]:
    return tuple(
        LinkLine(
            who_words(step), span_words(step["wait_seconds"]), step["repeats"], span_words(step["repeat_seconds"]),
            hours_words(step), span_words(seconds),
        )
        for step, seconds in zip(body["steps"], earliest(body), strict=True)
    )  # fmt: skip


def _published(code: str) -> QuerySet[Version]:
    return Version.objects.filter(pack=settings.PACK, chain=code, state=VersionState.PUBLISHED)
