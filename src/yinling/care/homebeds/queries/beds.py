"""Home beds as pages show them: lists, one bed, and how many are occupied, apart from institution beds."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yinling.care.homebeds.domain import states
from yinling.care.homebeds.models import BedReview, BedSubsidy, Equipment, HomeBed
from yinling.care.homebeds.queries.subsidies import SubsidyDue, subsidies_due
from yinling.care.orders.queries.lists import rest_words
from yinling.care.visits.queries.visits import VisitLine, coming
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.kernel.dates import day_of
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import person_cards

PAGE_ROWS = 30
REVIEW_AHEAD_DAYS = 30
COMING_SHOWN = 5
SUBSIDISED = frozenset({states.CONTRACTED, states.OPEN})
VERB_WORDS = {
    "apply": "申请建床", "assess": "确认评估结果", "equip": "安装设备", "finish_equipment": "设备装好",
    "contract": "签订协议", "open": "开床", "review": "复核", "subsidise": "登记补贴", "close": "撤床",
}  # fmt: skip


@dataclass(frozen=True)
class BedLine:
    """A home bed in a list."""

    id: int
    person_id: int
    name_masked: str
    provider: str
    area_name: str
    state: str
    state_words: str
    tone: str
    opened_on: date | None
    review_due_on: date | None
    is_review_due: bool


@dataclass(frozen=True)
class BedPage:
    """One bed with all that belongs to it: what the rules give, the next visits, the verbs of its state."""

    line: BedLine
    bed: HomeBed
    equipment: tuple[Equipment, ...]
    reviews: tuple[BedReview, ...]
    subsidies: tuple[BedSubsidy, ...]
    subsidies_due: tuple[SubsidyDue, ...]
    coming: tuple[VisitLine, ...]
    rest_words: str
    steps: tuple[dict[str, object], ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class BedCounts:
    """Home beds on a day: open ones, those where somebody is cared for at home that day, both by area, reviews due."""

    open: int
    occupied: int
    by_area: dict[str, tuple[int, int]]
    reviews_due: int


def beds_visible(actor: Actor) -> QuerySet[HomeBed]:
    """Home beds that the actor may see."""
    return HomeBed.objects.visible_to(actor)


def bed_lines(
    actor: Actor, *, on: date, state: str = "", is_due: bool = False, after_id: int = 0
) -> list[BedLine]:  # fmt: skip
    """A page of home beds, in order; `is_due`: only those to be reviewed within the days ahead."""
    rows = beds_visible(actor).filter(pk__gt=after_id)
    if is_due:
        rows = rows.filter(state=states.OPEN, review_due_on__lte=on + timedelta(days=REVIEW_AHEAD_DAYS))
    return lines_of(rows.filter(state=state) if state else rows, on=on)


def lines_of(rows: QuerySet[HomeBed], *, on: date) -> list[BedLine]:
    """Beds in words; the caller has asked for visible ones."""
    found = list(rows.select_related("person", "provider").order_by("pk")[:PAGE_ROWS])
    names = {card.id: card.name_masked for card in person_cards({row.person for row in found}, on=on)}
    places = full_names(sorted({row.area for row in found if row.area}))
    return [
        BedLine(
            id=row.pk, person_id=row.person_id, name_masked=names.get(row.person_id, ""), provider=row.provider.name,
            area_name=places.get(row.area, ""), state=row.state, state_words=str(row.get_state_display()),
            tone=states.TONES[row.state], opened_on=row.opened_on, review_due_on=row.review_due_on,
            is_review_due=row.state == states.OPEN and row.review_due_on is not None
            and row.review_due_on <= on + timedelta(days=REVIEW_AHEAD_DAYS),
        )
        for row in found
    ]  # fmt: skip


def bed_page(bed_id: int, *, actor: Actor, at: datetime) -> BedPage | None:
    """None where the actor may not see it."""
    on = day_of(at)
    rows = beds_visible(actor).filter(pk=bed_id)
    line = next(iter(lines_of(rows, on=on)), None)
    if line is None:
        return None
    bed = rows.select_related("plan").get()
    return BedPage(
        line=line, bed=bed, equipment=tuple(bed.equipment.order_by("pk")),
        reviews=tuple(bed.reviews.order_by("-pk")), subsidies=tuple(bed.subsidies.order_by("-pk")),
        subsidies_due=tuple(subsidies_due(bed, on=on)) if bed.state in SUBSIDISED else (),
        coming=tuple(_coming(bed, actor, at)), rest_words=rest_words([bed.person_id], on=on).get(bed.person_id, ""),
        steps=tuple(
            {"what": VERB_WORDS[step.verb], "who": step.by_name, "when": step.at, "why": step.reason}
            for step in bed.steps.order_by("pk")
        ),
        verbs=_verbs(bed, actor),
    )  # fmt: skip


def _coming(bed: HomeBed, actor: Actor, at: datetime) -> list[VisitLine]:
    """The next visits of this provider at this home."""
    lines = coming(bed.person_id, actor=actor, at=at) if bed.state == states.OPEN else []
    return [line for line in lines if line.provider_id == bed.provider_id][:COMING_SHOWN]


def _verbs(bed: HomeBed, actor: Actor) -> tuple[str, ...]:
    """What the actor may do next; a provider's staff write down no subsidy."""
    if not actor.may("homebeds.manage"):
        return ()
    of_desk = actor.organisation_id is None
    return tuple(verb for verb in states.verbs_from(bed.state) if of_desk or verb != "subsidise")


def bed_counts(area: str, *, on: date, digits: int = 9) -> BedCounts:
    """Home beds within an area on a day, by areas of so many digits. Institution beds are counted elsewhere."""
    first, last = code_range(area)
    rows = HomeBed.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on, area__gte=first, area__lt=last
    )
    found = list(rows.values_list("person_id", "area", "review_due_on"))
    away = rest_words([person for person, _area, _due in found], on=on)
    every = Counter(code[:digits] for _person, code, _due in found)
    cared_for = Counter(code[:digits] for person, code, _due in found if person not in away)
    due_by = on + timedelta(days=REVIEW_AHEAD_DAYS)
    return BedCounts(
        len(found), cared_for.total(), {code: (count, cared_for[code]) for code, count in sorted(every.items())},
        sum(day is not None and day <= due_by for _person, _area, day in found),
    )  # fmt: skip
