"""What the checks ask about visits, gathered for a whole claim in few questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.conf import settings

from yinling.care.orders.queries.due import rests_of
from yinling.foundation.documents.queries import same_content
from yinling.gateways.among import among
from yinling.gateways.policy.claims import load_claim_limits
from yinling.oversight.evidence.domain.checks import Found, Limits, Served, check
from yinling.oversight.evidence.domain.visits import DoneVisit, Evidence
from yinling.oversight.evidence.queries.visits import CHECKS, beside, done_visits, evidence_of, with_photos
from yinling.people.providers.queries import rests_of_provider
from yinling.people.registry.queries.histories import fact_histories, reported_dead
from yinling.people.workforce.queries.fitness import standing
from yinling.people.workforce.queries.workers import workers_visible

LISTED_WORD = "名单"
AWAY_WORDS = "当天登记为住院、外出等，不需要上门"
SUSPENDED_WORDS = "机构当天被暂停或终止"


def month_end(month: date) -> date:
    """The first day after a month."""
    return (month + timedelta(days=31)).replace(day=1)


def limits() -> Limits:
    """The checks' limits of the deployed pack."""
    found = load_claim_limits(settings.PACK)
    return Limits(
        found.speed_kmh, found.travel_least_metres, found.travel_slack_minutes, found.overlap_minutes,
        found.least_share_of_minutes,
    )  # fmt: skip


def findings(visit_ids: Collection[int], *, provider_id: int, month: date) -> list[Found]:
    """All that speaks against the visits of a provider's claim, also by visits that others claim."""
    done = done_visits(from_=month, until=month_end(month), provider_id=provider_id)
    claimed = [visit for visit in done if visit.id in visit_ids]
    near = beside(claimed, from_=month, until=month_end(month))
    proofs = evidence_of(claimed)
    digests = same_content({photo for proof in proofs.values() for photo in proof.photos})
    near |= with_photos(set(digests))
    proofs |= evidence_of([visit for visit in near.values() if visit.id not in proofs])
    served = _served(near.values(), proofs, digests, set(visit_ids), provider_id)
    modes = _modes({one for proof in proofs.values() for one in proof.worker_ids})
    return check(visit_ids, served, modes=modes, limits=limits())


def _served(
    visits: Iterable[DoneVisit], proofs: Mapping[int, Evidence], digests: Mapping[int, str], claimed: Collection[int],
    provider_id: int,
) -> list[Served]:  # fmt: skip
    rows = list(visits)
    asked = [row for row in rows if row.id in claimed]
    unfit = _unfit(asked, proofs)
    dead = _dead({row.person_id for row in asked})
    rests = rests_of({row.person_id for row in asked})
    suspended = rests_of_provider(provider_id)
    return [
        Served(
            visit_id=row.id,
            person_id=row.person_id,
            service_code=row.service_code,
            worker_ids=proofs[row.id].worker_ids,
            on=row.on,
            starts=row.started_at,
            ends=row.ended_at,
            minutes_ordered=row.minutes,
            is_proved=row.is_proved,
            place=proofs[row.id].place,
            digests=frozenset(digests[photo] for photo in proofs[row.id].photos if photo in digests),
            died_on=dead.get(row.person_id),
            unfit=tuple(words for words in unfit.get(row.id, ()) if LISTED_WORD not in words),
            listed=(
                *(words for words in unfit.get(row.id, ()) if LISTED_WORD in words),
                *([SUSPENDED_WORDS] if any(row.on in period for period in suspended) else []),
            ),
            away=AWAY_WORDS if any(row.on in rest for rest in rests.get(row.person_id, ())) else "",
        )
        for row in rows
    ]


def _unfit(visits: Iterable[DoneVisit], proofs: Mapping[int, Evidence]) -> dict[int, list[str]]:
    """Why carers might not have been sent, by visit; asked once for each day."""
    by_day: dict[date, list[DoneVisit]] = defaultdict(list)
    for visit in visits:
        by_day[visit.on].append(visit)
    found: dict[int, list[str]] = {}
    for on, rows in by_day.items():
        reasons = standing({one for row in rows for one in proofs[row.id].worker_ids}, on=on)
        for row in rows:
            found[row.id] = sorted({words for one in proofs[row.id].worker_ids for words in reasons.get(one, ())})
    return found


def _dead(people: Collection[int]) -> dict[int, date]:
    told = sorted(reported_dead() & set(people))
    histories = fact_histories(told)
    return {one: day for one in told if one in histories and (day := histories[one].deceased_on) is not None}


def _modes(workers: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in among("pk", workers):
        found |= dict(workers_visible(CHECKS).filter(part).values_list("pk", "transport"))
    return found
