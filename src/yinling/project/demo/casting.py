"""Finds people of the demo district who fit the parts of its story, and tells it."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import machine
from yinling.kernel.dates import age_on, day_of
from yinling.needs.casework.queries.procedure import facts_asked
from yinling.people.registry.actions import grant_mandate
from yinling.people.registry.queries import facts_of, people_visible
from yinling.project.demo import story
from yinling.project.demo.district import Cast, open_logins

REST_DAYS = 2  # so long ago was the last step of a case
LATE_DAYS = 30
LATE_CASE = 9
SEARCHED_MAX = 400
COSTS_FEN = [480_000, 1_000_000, 362_050, 799_999, 1_260_000, 250_000]

# clerk, the last step, what happens then; one lies about for weeks
PLOT: list[tuple[str, story.Step, story.Step | None]] = [
    ("zhujiajiao", story.accept_work, None),
    ("zhujiajiao", story.accept_work, None),
    ("xiayang", story.accept_work, None),
    ("zhujiajiao", story.start, None),
    ("zhujiajiao", story.come_into_force, None),
    ("zhujiajiao", story.publish, None),
    ("zhujiajiao", story.publish, story.object_to_it),
    ("xiayang", story.decide, None),
    ("zhujiajiao", story.check, None),
    ("zhujiajiao", story.agree, None),
    ("zhujiajiao", story.quote, None),
    ("xiayang", story.assign, None),
    ("zhujiajiao", story.accept, None),
    ("zhujiajiao", story.submit, story.ask_papers),
    ("xiayang", story.submit, None),
]


def tell(cast: Cast) -> None:
    """Carries each case of the plot as far as it goes; opens the older people's own log-ins."""
    entitled, others = candidates(cast, "zhujiajiao"), candidates(cast, "zhujiajiao", entitled=False)
    elsewhere = candidates(cast, "xiayang")
    first, accepting, refused = next(entitled), next(entitled), next(others)
    open_logins(cast, people={"applicant": first, "accepting": accepting})
    represent(cast, [first, next(entitled)])
    for number, (clerk, upto, then) in enumerate(PLOT):
        person = next(entitled if clerk == "zhujiajiao" else elsewhere)
        story.carry(telling(cast, person, clerk, number, upto), upto=upto, then=then)
        if number == 1:
            story.pay(cast, returned=True)
    story.carry(telling(cast, accepting, "zhujiajiao", 20, story.finish), upto=story.finish)
    story.carry(telling(cast, refused, "zhujiajiao", 21, story.decide), upto=story.agree, then=story.refuse)


def telling(cast: Cast, person: int, clerk: str, number: int, upto: story.Step) -> story.Telling:
    """A case that began just long enough ago for its steps; the late one began weeks before."""
    days = story.days_of(upto) + REST_DAYS + (LATE_DAYS if number == LATE_CASE else 0)
    began = cast.at - timedelta(days=days)
    return story.Telling(cast, person, cast.actors[clerk], began, COSTS_FEN[number % len(COSTS_FEN)])


def candidates(cast: Cast, clerk: str, *, entitled: bool = True) -> Iterator[int]:
    """People of the clerk's town of whom all is known that is asked, one of each household, (not) likely entitled."""
    homes, asked = set(), facts_asked()
    visible = people_visible(cast.actors[clerk], on=day_of(cast.at)).order_by("id")
    for person in visible.values_list("id", flat=True)[:SEARCHED_MAX]:
        facts = facts_of(person, on=day_of(cast.at))
        known = all(facts.get(name) is not None for name in asked)
        if known and facts["household_id"] not in homes and is_likely(cast, facts) is entitled:
            homes.add(facts["household_id"])
            yield person


def is_likely(cast: Cast, facts: dict[str, object]) -> bool:
    """A guess that only picks actors for their parts; the programme itself decides."""
    here = str(facts["registered_area"]).startswith(load_pack(settings.PACK).area)
    reasons = ["minimum_living", "low_income", "childless", "all_elderly_household"]
    old = age_on(facts["birth_date"], day_of(cast.at)) >= 80  # type: ignore[arg-type]
    return here and (any(facts[name] for name in reasons) or int(str(facts["care_level"])) >= 2 or old)


def represent(cast: Cast, persons: list[int]) -> None:
    """The adviser may act for these."""
    agent = cast.actors["agent"].user_id or 0
    for person in persons:
        grant_mandate(
            person_id=person, agent_user_id=agent, relation="adviser", valid_from=day_of(cast.at),
            by=machine("演示安装"), at=cast.at,
        )  # fmt: skip
