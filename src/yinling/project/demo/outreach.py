"""The demo's list of those who are entitled and do not receive: searched, and some of them called."""

from datetime import timedelta

from yinling.kernel.dates import day_of
from yinling.needs.outreach.actions import Said, find, record_call, start_search
from yinling.needs.outreach.domain.states import Answer, Kind, Way
from yinling.needs.outreach.queries.leads import Wanted, find_leads
from yinling.needs.outreach.queries.sought import sought
from yinling.project.demo.district import Cast

ANSWERS = [
    (Answer.WILLING, "女儿接的电话，同意办理。"),
    (Answer.UNREACHABLE, "两次无人接听。"),
    (Answer.UNWILLING, "本人说家里有人照顾，暂时不需要。"),
    (Answer.CALL_AGAIN, "等儿子回来商量。"),
    (Answer.WILLING, "本人同意。"),
]
CALL_AGAIN_DAYS = 3


def build(cast: Cast) -> None:
    """One search over the district, and a handful of calls in each clerk's town."""
    today = day_of(cast.at)
    if not sought(on=today):
        return
    earlier = cast.at - timedelta(hours=1)
    search = start_search(on=today, by=cast.actors["bureau"], at=earlier)
    find(search_id=search.pk, at=earlier)
    for clerk in ("zhujiajiao", "xiayang"):
        call_some(cast, clerk)


def call_some(cast: Cast, clerk: str) -> None:
    """The first people of the list, one answer after another."""
    by, today = cast.actors[clerk], day_of(cast.at)
    lines = find_leads(Wanted(kind=Kind.ENTITLED), actor=by, on=today).lines
    for number, (line, (answer, note)) in enumerate(zip(lines, ANSWERS, strict=False)):
        again = today + timedelta(days=CALL_AGAIN_DAYS) if answer is Answer.CALL_AGAIN else None
        said = Said(answer, Way.PHONE, f"demo-{clerk}-{number}", note=note, call_again_on=again, since=today)
        record_call(lead_id=line.lead.pk, said=said, by=by, at=cast.at)
