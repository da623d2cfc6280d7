"""Notices: what the public may read, what may be published next, and what proves what was published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from yinling.engines.rules.decision import Outcome
from yinling.gateways.policy.programmes import NoSuchProgramme, load_programme
from yinling.gateways.policy.reading import load_clauses
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_moment
from yinling.needs.cycles.domain.states import FROZEN
from yinling.needs.cycles.queries import rows_visible
from yinling.needs.dues.domain.months import rate_of
from yinling.needs.enrolments.queries import enrolments_visible
from yinling.needs.enrolments.queries.lists import programme_name
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.needs.hearings.domain.days import digest_of
from yinling.needs.hearings.models import BenefitNotice, NoticedLine
from yinling.people.places.queries import names_of
from yinling.people.registry.queries import fact_histories, person_cards

NOTICES_ON_PAGE, CANDIDATES_MAX, NEW_DAYS, TOWN_DIGITS = 20, 200, 92, 9
_ALL = machine("公示")


@dataclass(frozen=True)
class LineView:
    """One benefit in a notice, masked. `monthly_fen` is None for what is no sum of money."""

    id: int
    name_masked: str
    town: str
    town_name: str
    programme_name: str
    gives_words: str
    clause_place: str
    monthly_fen: int | None


@dataclass(frozen=True)
class NoticeView:
    """One notice. `open_last` is the last day on which objections are taken."""

    id: int
    area_name: str
    published_at: datetime
    published_by: str
    open_from: date
    open_last: date
    is_open: bool
    days: int
    days_source: str
    days_verified: bool
    digest: str
    is_unaltered: bool
    lines: tuple[LineView, ...]

    @property
    def number(self) -> str:
        """As it is printed and quoted."""
        return f"待遇公示{self.published_at:%Y}-{self.id:05d}"


@dataclass(frozen=True)
class Candidate:
    """An enrolment that has not been shown to the public."""

    enrolment_id: int
    person_id: int
    name_masked: str
    area_name: str
    town: str
    pack: str
    programme: str
    programme_name: str
    clause: str
    monthly_fen: int | None
    since: date


def public_notices(*, area: str, on: date) -> list[NoticeView]:
    """Notices that stand on a day, newest first; of `area` only those lines that lie in it."""
    found = BenefitNotice.objects.filter(open_until__gt=on).order_by("-pk")
    if area:
        found = found.filter(lines__town__startswith=area).distinct()
    return [_view(notice, on, area) for notice in found[:NOTICES_ON_PAGE]]


def public_notice(notice_id: int, *, on: date) -> NoticeView | None:
    """A notice for everybody: once it is over its lines are left out, its days and its proof stay."""
    notice = BenefitNotice.objects.filter(pk=notice_id).first()
    if notice is None:
        return None
    return _view(notice, on) if on < notice.open_until else _view(notice, on, area="-")


def noticed_line(line_id: int, *, on: date) -> LineView | None:
    """A line that is open to objection."""
    line = NoticedLine.objects.filter(pk=line_id, notice__open_until__gt=on).first()
    return _lines([line])[0] if line else None


def notices_of(actor: Actor, *, on: date) -> list[NoticeView]:
    """Every notice over the actor's places, newest first, with what it said; at most one page."""
    found = BenefitNotice.objects.visible_to(actor, on=on).order_by("-pk")
    return [_view(notice, on) for notice in found[:NOTICES_ON_PAGE]]


def notice_view(notice_id: int, *, actor: Actor, on: date) -> NoticeView | None:
    """One notice with all that it said, over or not; None if there is none that the actor may see."""
    notice = BenefitNotice.objects.visible_to(actor, on=on).filter(pk=notice_id).first()
    return _view(notice, on) if notice else None


def opened_by_day(notice_id: int) -> list[tuple[date, int]]:
    """How often the public opened a notice, by day."""
    rows = BenefitNotice.objects.filter(pk=notice_id, openings__isnull=False).order_by("openings__day")
    return list(rows.values_list("openings__day").annotate(Sum("openings__count")))


def fingerprint(notice: BenefitNotice, lines: Sequence[NoticedLine]) -> str:
    """The digest of what the notice says."""
    head = [notice.area, notice.open_from, notice.open_until, notice.published_by_name]
    return digest_of(
        head, ([e.enrolment_id, e.name_masked, e.town, e.pack, e.programme, e.clause, e.monthly_fen] for e in lines)
    )


def _view(notice: BenefitNotice, on: date, area: str = "") -> NoticeView:
    lines = list(notice.lines.all())
    return NoticeView(
        id=notice.pk,
        area_name=names_of([notice.area])[notice.area],
        published_at=notice.published_at,
        published_by=notice.published_by_name,
        open_from=notice.open_from,
        open_last=notice.open_until - timedelta(days=1),
        is_open=on < notice.open_until,
        days=notice.days,
        days_source=notice.days_source,
        days_verified=notice.days_verified,
        digest=notice.digest,
        is_unaltered=fingerprint(notice, lines) == notice.digest,
        lines=tuple(_lines([line for line in lines if line.town.startswith(area)])),
    )


def _lines(lines: Sequence[NoticedLine]) -> list[LineView]:
    towns = names_of([line.town for line in lines])
    return [
        LineView(
            id=line.pk,
            name_masked=line.name_masked,
            town=line.town,
            town_name=towns[line.town],
            programme_name=programme_name(line.pack, line.programme),
            gives_words=_gives(line.pack, line.programme),
            clause_place=clause_place(line.pack, line.clause),
            monthly_fen=line.monthly_fen,
        )
        for line in lines
    ]


def _gives(pack: str, programme: str) -> str:
    try:
        return load_programme(pack, programme).gives.words
    except NoSuchProgramme:
        return ""


def clause_place(pack: str, clause: str) -> str:
    """Where a clause stands in its document; the id itself where it is unknown."""
    found = load_clauses(pack).get(clause) if clause else None
    return found.place if found else clause


def candidates(
    *, actor: Actor, on: date, cycle_id: int | None = None, only: Iterable[int] | None = None
) -> list[Candidate]:
    """Benefits granted of late that no notice has shown; those that are new in one cycle, or of some enrolments."""
    shown = NoticedLine.objects.filter(enrolment=OuterRef("pk"))
    rows = enrolments_visible(actor, on=on).filter(~Exists(shown), pack__in=deployed_packs()).exclude(state="ended")
    rows = rows.filter(_is_new_in(cycle_id, on)) if cycle_id else _granted_of_late(rows, on)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    return _candidates(rows.select_related("person").order_by("pk")[:CANDIDATES_MAX], on)


def _granted_of_late(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    since = day_moment(on - timedelta(days=NEW_DAYS), 0)
    return rows.filter(steps__verb="enrol", steps__at__gte=since).exclude(steps__reason="transferred").distinct()


def _is_new_in(cycle_id: int, on: date) -> Q:
    """Those with rows in a frozen cycle and in none before it."""
    rows = rows_visible(_ALL, on=on).filter(
        person=OuterRef("person"), programme=OuterRef("programme"), cycle__pack=OuterRef("pack"),
        cycle__state__in=sorted(FROZEN),
    )  # fmt: skip
    return Q(Exists(rows.filter(cycle=cycle_id)), ~Exists(rows.filter(cycle__lt=cycle_id)))


def monthly_of(enrolment: Any, *, on: date) -> int | None:
    """What an enrolment gives for a whole period on a day; None for gifts in kind and where nothing is granted."""
    return _candidates([enrolment], on)[0].monthly_fen


def _candidates(rows: Iterable[Any], on: date) -> list[Candidate]:
    found = list(rows)
    histories = fact_histories(sorted({row.person_id for row in found}))
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    made = []
    for row in found:
        bound, card = bound_programme(row.programme, on=on, pack=row.pack), cards[row.person_id]
        decision = decide_one(bound, histories[row.person_id].on(on))
        is_money = bound.rule.gives.kind == "money" and decision.outcome is Outcome.GRANTED
        made.append(
            Candidate(
                row.pk, row.person_id, card.name_masked, card.area_name, card.area[:TOWN_DIGITS], row.pack,
                row.programme, bound.rule.name, bound.rule.clause,
                sum(rate_of(bound, decision).values()) if is_money else None, row.since,
            )
        )  # fmt: skip
    return made
