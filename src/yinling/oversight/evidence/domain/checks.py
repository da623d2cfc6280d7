"""What speaks against a visit that is claimed. Pure: from given facts, with code and Chinese words for each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise

from yinling.care.visits.domain.proof import metres_between

CODES = {
    "not_proved": "凭证不全", "ceiling": "超出当月额度", "overlap": "时间重叠", "impossible_travel": "路程不可能",
    "duplicate_photo": "照片重复", "too_short": "服务时间不足", "after_death": "老人已去世",
    "expired_certificate": "护理员当天没有资格", "listed": "机构或人员被列入名单或暂停",
    "in_hospital": "当天住院或外出",
    "elder_denies": "老人否认", "visit_corrected": "申报后更正过上门记录", "other": "其他",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Of a district: kilometres an hour by mode, metres from which a way counts, what a gap and an overlap may err."""

    speed_kmh: Mapping[str, float]
    travel_least_metres: int
    travel_slack_minutes: int
    overlap_minutes: int
    least_share_of_minutes: float


@dataclass(frozen=True)
class Served:
    """One visit that was done, with all that the checks ask about. `unfit`: why its carers may not be sent that day."""

    visit_id: int
    person_id: int
    service_code: str
    worker_ids: tuple[int, ...]
    on: date
    starts: datetime
    ends: datetime
    minutes_ordered: int
    is_proved: bool = True
    place: tuple[float, float] | None = None
    digests: frozenset[str] = frozenset()
    died_on: date | None = None
    unfit: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    away: str = ""


@dataclass(frozen=True, order=True)
class Found:
    """One thing that speaks against one visit."""

    visit_id: int
    code: str
    words: str


def check(
    claimed: Collection[int], served: Sequence[Served], *, modes: Mapping[int, str], limits: Limits
) -> list[Found]:
    """All findings of the claimed visits; `served` are these and every other visit of the same people and carers."""
    found = [one for each in served for one in _alone(each, limits)]
    found += [*_overlaps(served, limits), *_travels(served, modes, limits), *_photos(served)]
    wanted = set(claimed)
    return sorted({one for one in found if one.visit_id in wanted})


def _alone(each: Served, limits: Limits) -> Iterator[Found]:
    if not each.is_proved:
        yield Found(each.visit_id, "not_proved", "到达、离开或服务项目要求的凭证不全")
    stayed = (each.ends - each.starts).total_seconds() / 60
    if stayed < each.minutes_ordered * limits.least_share_of_minutes:
        yield Found(each.visit_id, "too_short", f"约定 {each.minutes_ordered} 分钟，实际 {stayed:.0f} 分钟")
    if each.died_on is not None and each.on > each.died_on:
        yield Found(each.visit_id, "after_death", f"登记的去世日期是 {each.died_on}")
    for words in each.unfit:
        yield Found(each.visit_id, "expired_certificate", words)
    for words in each.listed:
        yield Found(each.visit_id, "listed", words)
    if each.away:
        yield Found(each.visit_id, "in_hospital", each.away)


def _overlaps(served: Sequence[Served], limits: Limits) -> Iterator[Found]:
    """One carer in two homes, or the same service twice with one person at one time."""
    for rows in _by_carer(served).values():
        for one, other in _meeting(rows, limits):
            if one.person_id != other.person_id:
                yield from _both(one, other, "overlap", "同一名护理员同时在另一户服务")
    by_service: dict[tuple[int, str], list[Served]] = defaultdict(list)
    for each in served:
        by_service[each.person_id, each.service_code].append(each)
    for rows in by_service.values():
        for one, other in _meeting(rows, limits):
            yield from _both(one, other, "overlap", "同一位老人同时段有另一次相同的服务")


def _meeting(rows: Sequence[Served], limits: Limits) -> Iterator[tuple[Served, Served]]:
    """Pairs that lie over one another for longer than may err."""
    slack = timedelta(minutes=limits.overlap_minutes)
    by_day: dict[date, list[Served]] = defaultdict(list)
    for each in rows:
        by_day[each.on].append(each)
    for same_day in by_day.values():
        for one, other in combinations(same_day, 2):
            if min(one.ends, other.ends) - max(one.starts, other.starts) > slack:
                yield one, other


def _both(one: Served, other: Served, code: str, words: str) -> Iterator[Found]:
    for each, beside in ((one, other), (other, one)):
        yield Found(each.visit_id, code, f"{words}（上门 {beside.visit_id}）")


def _travels(served: Sequence[Served], modes: Mapping[int, str], limits: Limits) -> Iterator[Found]:
    for worker_id, rows in _by_carer(served).items():
        speed = limits.speed_kmh.get(modes.get(worker_id, ""), max(limits.speed_kmh.values()))
        for one, other in pairwise(sorted(rows, key=lambda each: (each.starts, each.visit_id))):
            if (words := _too_fast(one, other, speed, limits)) is not None:
                yield Found(other.visit_id, "impossible_travel", f"{words}（上一次是上门 {one.visit_id}）")


def _too_fast(one: Served, other: Served, speed_kmh: float, limits: Limits) -> str | None:
    if one.place is None or other.place is None or one.on != other.on or other.starts < one.ends:
        return None
    metres = metres_between(one.place, other.place)
    had = (other.starts - one.ends).total_seconds() / 60
    needed = metres / 1000 / speed_kmh * 60
    if metres < limits.travel_least_metres or needed <= had + limits.travel_slack_minutes:
        return None
    return f"两家相距 {metres / 1000:.1f} 公里，路上只有 {had:.0f} 分钟，至少要 {needed:.0f} 分钟"


def _photos(served: Iterable[Served]) -> Iterator[Found]:
    seen: dict[str, list[Served]] = defaultdict(list)
    for each in served:
        for digest in each.digests:
            seen[digest].append(each)
    for rows in seen.values():
        for each in rows if len(rows) > 1 else ():
            # One picture in hundreds of visits is told once for each, not for each pair.
            other = rows[0] if rows[0] is not each else rows[1]
            many = "另一次上门" if len(rows) == 2 else f"另外 {len(rows) - 1} 次上门"
            yield Found(each.visit_id, "duplicate_photo", f"同一张照片也用在{many}（上门 {other.visit_id}）")


def _by_carer(served: Iterable[Served]) -> dict[int, list[Served]]:
    found: dict[int, list[Served]] = defaultdict(list)
    for each in served:
        for worker_id in each.worker_ids:
            found[worker_id].append(each)
    return found
