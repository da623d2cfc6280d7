"""The search: every person decided for every programme, part by part; a part and its progress are stored together."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django_tasks import task

from yinling.foundation.audit.actions import record
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.actor import Actor, machine
from yinling.needs.entitlements.domain.fact_columns import fact_columns
from yinling.needs.outreach.actions.looking import Looker, Part
from yinling.needs.outreach.domain.moving import ENDED, GONE
from yinling.needs.outreach.domain.states import SETTLED, State
from yinling.needs.outreach.models import Lead, LeadStep, Search
from yinling.needs.outreach.queries.sought import Sought, sought
from yinling.people.registry.queries import fact_histories, people_visible

PART_PEOPLE = 2_000
ENDED_AT_ONCE = 500
BROKEN = "查找中断：系统内部错误，已查的人不受影响，可以继续"
Progress = Callable[[int, int], None]


def start_search(*, on: date, only: Iterable[str] = (), by: Actor, at: datetime) -> Search:
    """A search over all persons; one that was cut off or still runs is returned instead. Raises UnknownProgramme."""
    wanted = [[each.pack, each.programme] for each in sought(on=on, only=only)]
    total = people_visible(machine("应享未享"), on=on).count()
    try:
        with transaction.atomic():
            search = Search.objects.create(
                on=on, programmes=wanted, people_total=total, by_name=by.name, started_at=at
            )  # fmt: skip
            record(by=by, at=at, verb="outreach.find", subject=f"search:{search.pk}", area=by.area)
    except IntegrityError:
        search = Search.objects.get(is_running=True)
    return search


def find(*, search_id: int, at: datetime, tell: Progress = lambda done, total: None) -> Search:
    """Carries a search to its end from where it stands."""
    search = Search.objects.get(pk=search_id)
    programmes = _programmes(search)
    Search.objects.filter(pk=search_id).update(failure="")
    while search.is_running:
        search = _next_part(search_id, programmes, at)
        tell(search.people_done, search.people_total)
    return search


def _programmes(search: Search) -> list[Sought]:
    wanted = {f"{pack}:{programme}" for pack, programme in search.programmes}
    return [each for each in sought(on=search.on) if each.key in wanted]


@transaction.atomic
def _next_part(search_id: int, programmes: list[Sought], at: datetime) -> Search:
    search = Search.objects.select_for_update().get(pk=search_id)
    if not search.is_running:
        return search
    people = people_visible(machine("应享未享"), on=search.on).filter(pk__gt=search.after_person).order_by("pk")
    rows = list(people.values_list("pk", "area")[:PART_PEOPLE])
    if rows:
        part = _part(search, rows)
        for each in programmes:
            found, ended = Looker(search, each, part, at).look()
            search.found, search.ended = search.found + found, search.ended + ended
        search.after_person, search.people_done = rows[-1][0], search.people_done + len(rows)
    else:
        search.ended += _end_the_rest(search, at)
        search.is_running, search.finished_at = False, at
    search.save()
    return search


def _part(search: Search, rows: list[tuple[int, str]]) -> Part:
    persons = [person for person, _area in rows]
    histories = fact_histories(persons)
    facts = [histories[person].on(search.on) for person in persons]
    return Part(persons, [area for _person, area in rows], facts, fact_columns(facts, load_facts().values()))


def _end_the_rest(search: Search, at: datetime) -> int:
    """Leads that this search did not come by: the person was merged or left, or the programme is looked for no more."""
    rest = Lead.objects.exclude(search=search).exclude(state__in=SETTLED)
    everything = {(each.pack, each.programme) for each in sought(on=search.on)}
    if {tuple(pair) for pair in search.programmes} != everything:
        rest = rest.filter(programme__in=[programme for _pack, programme in search.programmes])
    ended = list(rest.values_list("pk", flat=True))
    for start in range(0, len(ended), ENDED_AT_ONCE):
        some = ended[start : start + ENDED_AT_ONCE]
        Lead.objects.filter(pk__in=some).update(state=State.ENDED, why=GONE, call_on=None)
        LeadStep.objects.bulk_create(
            LeadStep(lead_id=lead, verb=ENDED, state=State.ENDED, why=GONE, by_name=search.by_name, at=at)
            for lead in some
        )
    return len(ended)


@task()
def find_in_background(search_id: int, at: str) -> None:
    """A search as a job of the queue."""
    try:
        find(search_id=search_id, at=datetime.fromisoformat(at))
    except Exception:
        Search.objects.filter(pk=search_id).update(failure=BROKEN)
        raise
