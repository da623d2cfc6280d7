"""Invented carers of the demo's operators: certificates that hold, run out soon or have run out, hours, a course."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import yaml
from django.conf import settings

from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.dates import SHANGHAI, day_of
from yinling.people.intake.actions import upload_workers
from yinling.people.intake.domain.columns import EXAMPLE_ROW, FIELDS
from yinling.people.places.queries import AreaLine, towns_in, villages_in
from yinling.people.training import actions as training
from yinling.people.workforce import actions
from yinling.people.workforce.queries import workers_visible
from yinling.project.demo.district import FOLDER, Cast, villages_settled
from yinling.project.demo.operators import carers_of, office_of, open_sites, operators, villages_of
from yinling.project.demo.people import identity_number

SEED = 2026
EXPIRED, LEFT, AWAY, LISTED, SHARED = 5, 9, 12, 14, 20
UNTRAINED, EXPIRING = {10, 18, 22}, {7: 12, 8: 25, 11: 41, 16: 55}
POSTS = {1: "manager", 2: "nurse", 3: "social_worker", 13: "nurse", 21: "social_worker"}
LEVELS = ["level_5"] * 6 + ["level_4"] * 4 + ["level_3"] * 2 + ["level_2"]
LICENCE = {"nurse": "nurse", "social_worker": "social_worker", "manager": "manager"}
SKILLS = ["bathing", "transfer", "cooking", "cleaning", "dementia", "companionship", "escort"]
SPOKEN = [("普通话",), ("普通话", "上海话"), ("普通话", "上海话"), ("普通话", "苏北话")]
TRANSPORT = ["ebike"] * 6 + ["bus"] * 2 + ["walk", "car"]
DAY_SHIFT, LATE_SHIFT = ((480, 720), (780, 1020)), ((540, 720), (780, 1080))
FIRST, SOUND = 36, 100  # from SOUND on nothing is wrong with anybody
FIRST_SEQUENCE = 20  # two a sequence number: women even, men odd


@dataclass(frozen=True)
class Invented:
    """One invented worker."""

    number: int
    details: actions.WorkerDetails


def build(cast: Cast) -> None:
    """The workers of every operator, one of them at two; a course, a batch of interns, a contest."""
    names = yaml.safe_load((FOLDER / "names.yaml").read_text())
    villages = villages_settled(cast.plan) if cast.is_large else _villages()
    chance, shared = random.Random(SEED), ""
    for operator in operators(cast):
        first = 0 if operator.login else SOUND
        mine = villages_of(operator, villages)
        people = invent(range(first, first + carers_of(operator, cast)), names, chance, day_of(cast.at), mine)
        people = stationed(people, open_sites(operator, cast, mine))
        if operator.login == "care":
            people[0] = changed(people[0], name=cast.actors["carer"].name)
            shared = people[SHARED].details.id_number
        elif operator.login:
            people[SHARED] = changed(people[SHARED], id_number=shared)
        office = office_of(operator, cast)
        ids = [employ(cast, office, cast.firms[operator.place], one, chance) for one in people]
        if operator.login == "care":
            actions.link_log_in(worker_id=ids[0], user_id=cast.actors["carer"].user_id, by=office, at=cast.at)
            judge(cast, ids)
            teach(cast, ids)
            send_file(cast)


def _villages() -> list[str]:
    return [one.code for one in villages_in(load_pack(settings.PACK).area)]


def invent(
    numbers: Sequence[int], names: dict[str, str], chance: random.Random, on: date, villages: Sequence[str]
) -> list[Invented]:
    """Women mostly, aged 30 to 58, spread over the villages; what is wrong with somebody goes by the number."""
    towns = {town.code: town for town in towns_in(load_pack(settings.PACK).area)}
    return [Invented(number, _details(number, names, chance, on, towns, villages)) for number in numbers]


def _details(
    number: int, names: dict[str, str], chance: random.Random, on: date, towns: Mapping[str, AreaLine],
    villages: Sequence[str],
) -> actions.WorkerDetails:  # fmt: skip
    is_woman, village = number == 0 or chance.random() < 0.85, chance.choice(villages)
    town = towns[village[:9]]
    born = on - timedelta(days=chance.randrange(30 * 365, 58 * 365))
    given = chance.choice(names["women" if is_woman else "men"].split())
    return actions.WorkerDetails(
        name=chance.choice(names["surnames"].split()) + given,
        id_number=identity_number(born, FIRST_SEQUENCE + chance.randrange(400), is_woman=is_woman),
        area=village,
        employed_from=on - timedelta(days=chance.randrange(100, 2000)),
        occupation=POSTS.get(number % SOUND, "caregiver"),
        phone=f"1990001{chance.randrange(10_000):04d}",
        languages=chance.choice(SPOKEN),
        transport=chance.choice(TRANSPORT),
        longitude=_near(town.longitude, chance),
        latitude=_near(town.latitude, chance),
    )


def stationed(people: list[Invented], sites: Sequence[int]) -> list[Invented]:
    """The same workers, in turn at the operator's sites."""
    return [changed(one, site_id=sites[place % len(sites)]) for place, one in enumerate(people)] if sites else people


def _near(value: Decimal | None, chance: random.Random) -> Decimal | None:
    return None if value is None else (value + Decimal(chance.uniform(-0.015, 0.015))).quantize(Decimal("0.00001"))


def changed(one: Invented, **details: Any) -> Invented:
    """The same worker, something different."""
    return Invented(one.number, replace(one.details, **details))


def employ(cast: Cast, office: Actor, provider_id: int, one: Invented, chance: random.Random) -> int:
    """Registers one worker with everything that is asked for; some have something wrong."""
    today, who = day_of(cast.at), {"by": office, "at": cast.at}
    worker_id = actions.register_worker(one.details, provider_id=provider_id, **who).pk  # type: ignore[arg-type]
    for certificate in certificates(one, today, chance):
        actions.record_qualification(certificate, worker_id=worker_id, **who)  # type: ignore[arg-type]
    skills = {"basic_care", *chance.sample(SKILLS, 4 if one.number < FIRST else 6)} | (
        {"nursing"} if one.details.occupation == "nurse" else set()
    )
    actions.set_skills(worker_id=worker_id, skills=sorted(skills), **who)  # type: ignore[arg-type]
    shift, off = (DAY_SHIFT, {_day_off(one.number)}) if one.number % 4 else (LATE_SHIFT, {one.number % 5})
    hours = [(day, *part) for day in range(7) if day not in off for part in shift]
    actions.set_hours(worker_id=worker_id, hours=hours, valid_from=one.details.employed_from, **who)  # type: ignore[arg-type]
    if one.number == LEFT:
        actions.end_employment(worker_id=worker_id, until=today, reason="回老家", **who)  # type: ignore[arg-type]
    if one.number == AWAY:
        first = datetime.combine(today, time(), tzinfo=SHANGHAI)
        away = actions.AbsenceDetails(first, first + timedelta(days=2), "sick", "发热")
        actions.record_absence(away, worker_id=worker_id, **who)  # type: ignore[arg-type]
    return worker_id


def _day_off(number: int) -> int:
    """Of the first, a day of the weekend; of many, every day in turn, so that Sundays have carers too."""
    return 5 + number % 2 if number < FIRST else number % 7


def certificates(one: Invented, today: date, chance: random.Random) -> list[actions.CertificateDetails]:
    """A health certificate for a year, and what the post asks for."""
    left = -6 if one.number == EXPIRED else EXPIRING.get(one.number, chance.randrange(70, 360))
    until = today + timedelta(days=left)
    health = actions.CertificateDetails(
        "health", until - timedelta(days=365), until, number=f"演健{one.number:05d}", issued_by="演示疾控中心"
    )  # fmt: skip
    if one.number in UNTRAINED:
        return [health]
    since, kind = today - timedelta(days=chance.randrange(200, 1500)), LICENCE.get(one.details.occupation, "caregiver")
    level = chance.choice(LEVELS) if kind == "caregiver" else ""
    return [
        health,
        actions.CertificateDetails(kind, since, None, level, f"演证{one.number:05d}", "演示职业技能评价机构"),
    ]


def judge(cast: Cast, ids: Sequence[int]) -> None:
    """The bureau's entries: praise, a listing, stars."""
    today = day_of(cast.at)
    who: dict[str, Any] = {"by": cast.actors["bureau"], "at": cast.at}
    actions.note_integrity_event(
        worker_id=ids[0], kind="praise", happened_on=today - timedelta(days=40), facts="发现老人跌倒，及时送医",
        source_document="", **who,
    )  # fmt: skip
    actions.note_integrity_event(
        worker_id=ids[LISTED], kind="listed", happened_on=today - timedelta(days=20), facts="多次虚报上门时间",
        source_document="演示：行业协会失信认定书", **who,
    )  # fmt: skip
    for worker_id, stars in zip(ids[:4], (5, 4, 4, 3), strict=True):
        actions.award_star(worker_id=worker_id, year=today.year - 1, stars=stars, reason="年度星级评定", **who)


def teach(cast: Cast, ids: Sequence[int]) -> None:
    """A course that is over, one to come, a batch of interns that ended, a contest that promoted its winner."""
    today, bureau, office = day_of(cast.at), cast.actors["bureau"], cast.actors["care"]
    first, area = today - timedelta(days=30), load_pack(settings.PACK).area
    details = training.CourseDetails(
        "养老护理员继续教育（演示）", "caregiver", area, "演示职业培训学校", first, first + timedelta(days=1), 12, 40,
        "职业技能提升行动资金（演示）",
    )  # fmt: skip
    course = training.open_course(details, by=bureau, at=cast.at)
    training.admit_workers(course_id=course.pk, worker_ids=ids[:10], by=office, at=cast.at)
    trainees = list(course.trainees.values_list("pk", flat=True))
    for day in range(2):
        there = dict.fromkeys(trainees[: len(trainees) - day], 6)
        training.attend(
            course_id=course.pk, attended_on=first + timedelta(days=day), hours=there, by=bureau, at=cast.at
        )  # fmt: skip
    results = {pk: (96 - 5 * place, place < 8) for place, pk in enumerate(trainees)}
    training.examine(course_id=course.pk, held_on=first + timedelta(days=2), results=results, by=bureau, at=cast.at)
    ahead = today + timedelta(days=21)
    coming = training.CourseDetails(
        "失智老人照护家庭课堂（演示）", "family", area, "演示社区学院", ahead, ahead + timedelta(days=2), 6, 30
    )  # fmt: skip
    training.open_course(coming, by=bureau, at=cast.at)
    contest = training.hold_contest(
        name="养老护理技能竞赛（演示）", area=area, held_on=today - timedelta(days=70), organiser="演示行业协会",
        by=bureau, at=cast.at,
    )  # fmt: skip
    training.place(contest_id=contest.pk, worker_id=ids[4], title="一等奖", level="level_2", by=bureau, at=cast.at)
    training.place(contest_id=contest.pk, worker_id=ids[6], title="二等奖", level="", by=bureau, at=cast.at)
    _interns(cast, office, today)


def _interns(cast: Cast, office: Actor, today: date) -> None:
    """Four came; two of them work here now, which is exactly one half."""
    rows = [line for line in _own_names(office) if line][22:24]
    batch = training.begin_internship(
        provider_id=office.organisation_id or 0, school="演示卫生职业学院", names=[*rows, "见习甲", "见习乙"],
        period=(today - timedelta(days=300), today - timedelta(days=120)), by=office, at=cast.at,
    )  # fmt: skip
    stayed = {one.pk: "retained" if one.name in rows else "not_retained" for one in batch.interns.all()}
    training.end_internship(internship_id=batch.pk, outcomes=stayed, by=office, at=cast.at)


def _own_names(office: Actor) -> list[str]:
    return list(workers_visible(office).order_by("pk").values_list("name", flat=True))


def send_file(cast: Cast) -> None:
    """A file of two newcomers that waits to be looked at: one of them has a fault."""
    office, labels = cast.actors["care"], [field.label for field in FIELDS.values()]
    born = date(1985, 5, 1)
    lines = [
        {**EXAMPLE_ROW, "name": name, "id_number": identity_number(born, FIRST_SEQUENCE + place, is_woman=True),
         "residence_area": villages_in(load_pack(settings.PACK).area)[0].code, "hours": hours}
        for place, (name, hours) in enumerate([("周慧珍", "周一至周五 08:00-17:00"), ("吴美玲", "每天上午")])
    ]  # fmt: skip
    rows = [",".join(labels), *(",".join(line[name] for name in FIELDS) for line in lines)]
    upload_workers(
        content="\n".join(rows).encode(), file_name="新进人员（演示）.csv", provider_id=office.organisation_id or 0,
        by=office, at=cast.at,
    )  # fmt: skip
