"""Who publishes, objects and examines in tests of hearings."""

from datetime import date, datetime

from tests.needs.cycles import story
from yinling.kernel.actor import PUBLIC
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles.models import CyclePayment
from yinling.needs.hearings import actions
from yinling.needs.hearings.models import BenefitNotice, BenefitObjection

ACCOUNT = {"bank_account": "6222020000000000001"}


def on(day: str, hour: int = 10) -> datetime:
    """A moment of a day."""
    year, month, number = map(int, day.split("-"))
    return datetime(year, month, number, hour, tzinfo=SHANGHAI)


class Office(story.Office):
    """The office of cycles, with a clerk who publishes and a reviewer who examines."""

    def __init__(self) -> None:
        super().__init__()
        self.clerk, self.examiner = story.someone("town_clerk", story.TOWN), story.someone("bureau_reviewer")

    def publish(self, *enrolments: object, day: str = "2026-01-02") -> BenefitNotice:
        """A notice of enrolments."""
        return actions.publish(enrolment_ids=[e.pk for e in enrolments], by=self.clerk, at=on(day))

    def object(self, notice: BenefitNotice, day: str = "2026-01-04", **told: object) -> BenefitObjection:
        """The public objects to the first line."""
        grievance = actions.Grievance(**{"text": "已经搬走", "name": "李四", "contact": "19900000001", **told})
        line = notice.lines.first().pk
        return actions.object_to_line(line_id=line, grievance=grievance, by=PUBLIC, at=on(day))

    def decide(self, objection: BenefitObjection, day: str, remedy: str = "", from_: str = "") -> BenefitObjection:
        """The examiner upholds with a remedy, or dismisses."""
        made = actions.Decision(bool(remedy), "核查清楚", remedy, date.fromisoformat(from_) if from_ else None)
        return actions.decide(objection_id=objection.pk, decision=made, by=self.examiner, at=on(day))


def money_sent(person: object) -> int:
    """Fen that left for a person: payments of paid months without a result that kept them."""
    rows = CyclePayment.objects.filter(person=person, cycle__state__in=("paid", "closed"), result=None)
    return sum(rows.values_list("amount_fen", flat=True))
