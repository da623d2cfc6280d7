"""Assessments of the demo district in every state, each carried by those who would do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yinling.engines.scales.scale import Scale
from yinling.foundation.access.actions import open_user, set_active
from yinling.gateways.policy.scales import load_scales
from yinling.kernel.dates import day_of
from yinling.needs.assessment import actions
from yinling.needs.assessment.actions.arranging import Visit
from yinling.needs.assessment.actions.assessors import Certificate
from yinling.needs.assessment.actions.rechecking import Sample
from yinling.needs.assessment.queries import default_scale
from yinling.people.registry.queries import people_visible
from yinling.project.demo.district import Cast
from yinling.project.demo.pictures import picture

PAIR, OTHERS = ("assessor", "assessor2"), ("assessor3", "assessor4")
CERTIFIED_SINCE, CERTIFIED_UNTIL = date(2023, 1, 1), date(2030, 12, 31)
ALMOST_A_YEAR_DAYS = 330
SAMPLE_PERCENT = 20


def build(cast: Cast) -> None:
    """Certificates, then one person for every state; the elder log-in has a result."""
    certify(cast)
    people = old_people(cast, "zhujiajiao")
    own = cast.actors["elder"].person_id or next(people)
    Told(cast, own, days_ago=20).to_result(worse=1)
    Told(cast, next(people), days_ago=0).request()
    Told(cast, next(people), days_ago=1).to_accepted()
    for worse in (0, 1, 2):
        Told(cast, next(people), days_ago=2).to_assigned(half_filled=worse == 1)
    Told(cast, next(people), days_ago=3).to_signed_once(worse=1)
    Told(cast, next(people), days_ago=ALMOST_A_YEAR_DAYS).to_result(worse=1)
    Told(cast, next(people), days_ago=15).to_result(worse=2).object_to()
    Told(cast, next(people), days_ago=15).to_result(worse=0).object_to().reassess()
    for worse in (0, 1, 2, 3):
        Told(cast, next(people), days_ago=40 + worse, pair=OTHERS).to_result(worse=worse)
    elsewhere = old_people(cast, "xiayang")
    Told(cast, next(elsewhere), days_ago=2, clerk="xiayang", pair=OTHERS).to_assigned()
    Told(cast, next(elsewhere), days_ago=10, clerk="xiayang", pair=OTHERS).to_result(worse=2)
    take_from_outside(cast, next(people), "zhujiajiao")
    take_from_outside(cast, next(elsewhere), "xiayang")
    draw(cast)


def certify(cast: Cast) -> None:
    """Certificates of the four, and of somebody whose certificate has run out."""
    bureau = cast.actors["bureau"]
    for number, username in enumerate((*PAIR, *OTHERS), 1):
        actor = cast.actors[username]
        certificate = Certificate(
            f"演示评估{number:04d}", "老年人能力评估师", CERTIFIED_SINCE, CERTIFIED_UNTIL, actor.organisation_id
        )
        actions.register_assessor(user_id=actor.user_id or 0, certificate=certificate, by=bureau, at=cast.at)
    gone = open_user(
        username="assessor-gone", name="冯评估", password=cast.plan["password"], by=cast.installer, at=cast.at
    )  # fmt: skip
    over = Certificate("演示评估0009", "老年人能力评估师", CERTIFIED_SINCE, day_of(cast.at) - timedelta(days=9))
    actions.register_assessor(user_id=gone.pk, certificate=over, by=bureau, at=cast.at)
    set_active(user_id=gone.pk, is_active=False, by=cast.installer, at=cast.at)


def old_people(cast: Cast, clerk: str) -> Iterator[int]:
    """People of the clerk's town, the oldest first."""
    today, own = day_of(cast.at), cast.actors["elder"].person_id or 0
    rows = people_visible(cast.actors[clerk], on=today).exclude(birth_date=None).exclude(pk=own)
    yield from rows.order_by("birth_date", "pk").values_list("pk", flat=True)


def answers(scale: Scale, worse: int) -> dict[str, int]:
    """Every item answered; the larger `worse`, the lower the scores."""
    return {
        item.id: item.scores[max(0, len(item.scores) - 1 - (worse + number % 2 if worse else number // 9))]
        for number, item in enumerate(scale.items)
    }


def circumstances(scale: Scale, fell: int) -> dict[str, int]:
    """None of them, but for some falls."""
    found: dict[str, int] = {}
    for each in scale.circumstances:
        for number, code in enumerate(each.parts or [each.id]):
            found[code] = fell if each.parts and number == 0 else 0
    return found


@dataclass
class Told:
    """One assessment on its way: `at` moves on with each step."""

    cast: Cast
    person_id: int
    days_ago: int
    clerk: str = "zhujiajiao"
    pair: tuple[str, str] = PAIR
    id: int = 0

    def __post_init__(self) -> None:
        self.at: datetime = self.cast.at - timedelta(days=self.days_ago, hours=2)

    def _next(self) -> datetime:
        self.at = min(self.at + timedelta(minutes=20), self.cast.at)
        return self.at

    def request(self) -> "Told":
        """Asked for at the window."""
        clerk = self.cast.actors[self.clerk]
        cause = "家属来窗口说最近走路不稳。"
        row = actions.request(person_id=self.person_id, reason="first", cause=cause, by=clerk, at=self._next())
        self.id = row.pk
        return self

    def to_accepted(self) -> "Told":
        """Taken on by the town."""
        self.request()
        actions.accept(assessment_id=self.id, by=self.cast.actors[self.clerk], at=self._next())
        return self

    def to_assigned(self, *, half_filled: bool = False) -> "Told":
        """Two assessors are sent; one of them has perhaps begun."""
        self.to_accepted()
        self._assign(self.clerk)
        if half_filled:
            self._save(answered=11, worse=1, version=0)
        return self

    def _assign(self, clerk: str) -> None:
        first, second = (self.cast.actors[name].user_id or 0 for name in self.pair)
        visit = Visit(day_of(self.at), "家中")
        actions.assign(
            assessment_id=self.id, assessors=(first, second), visit=visit, by=self.cast.actors[clerk], at=self._next()
        )  # fmt: skip

    def _save(self, *, answered: int, worse: int, version: int) -> int:
        scale = default_scale()
        given = dict(list(answers(scale, worse).items())[:answered])
        sheet = actions.Sheet(f"demo-{self.id}-{version}", version, given, circumstances(scale, 2 * (worse % 2)))
        by = self.cast.actors[self.pair[0]]
        return actions.save_answers(assessment_id=self.id, sheet=sheet, by=by, at=self._next())

    def to_signed_once(self, *, worse: int) -> "Told":
        """The first assessor has signed."""
        self.to_assigned()
        version = self._save(answered=len(default_scale().items), worse=worse, version=0)
        self._sign(self.pair[0], version)
        return self

    def _sign(self, username: str, version: int) -> None:
        actions.sign(assessment_id=self.id, version=version, by=self.cast.actors[username], at=self._next())

    def to_result(self, *, worse: int) -> "Told":
        """Both have signed."""
        self.to_signed_once(worse=worse)
        self._sign(self.pair[1], 1)
        return self

    def object_to(self) -> "Told":
        """The family holds the grade to be wrong."""
        clerk, text = self.cast.actors[self.clerk], "家里人认为等级评轻了：老人夜里起不来，要人扶。"
        actions.object_to(assessment_id=self.id, text=text, by=clerk, at=self._next())
        return self

    def reassess(self) -> "Told":
        """Two others are sent."""
        bureau = self.cast.actors["bureau"]
        again = actions.reassess(
            assessment_id=self.id, reason="情况有出入，请另外两人再评。", by=bureau, at=self._next()
        )
        self.id, self.pair = again.pk, OTHERS
        self._assign("bureau")
        return self


def take_from_outside(cast: Cast, person_id: int, clerk: str) -> None:
    """A result of the first scale that is not computed here, with its report."""
    scale = next(scale for scale in load_scales() if not scale.is_computed)
    given = actions.Imported(
        scale.id, scale.grades[len(scale.grades) // 2].grade, day_of(cast.at) - timedelta(days=60),
        "演示评估机构", "评估报告.png", picture(200),
    )  # fmt: skip
    actions.import_result(person_id=person_id, given=given, by=cast.actors[clerk], at=cast.at)


def draw(cast: Cast) -> None:
    """The bureau draws some of the last weeks' results to be assessed again."""
    today = day_of(cast.at)
    sample = Sample(
        default_scale().id, cast.actors["bureau"].area, today - timedelta(days=60), today, SAMPLE_PERCENT, "演示种子"
    )
    actions.draw_recheck(sample=sample, by=cast.actors["bureau"], at=cast.at)
