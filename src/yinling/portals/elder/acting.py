"""For whom the log-in acts: an older person for themself, an agent for the one they chose."""

from django.utils import timezone

from yinling.design.pages import Request
from yinling.people.registry.queries import is_represented, represented_by

SESSION_KEY = "acting_for"


def person_of(request: Request) -> int | None:
    """The person acted for in this session; None until an agent of several has chosen."""
    actor = request.actor
    if actor.person_id is not None:
        return actor.person_id
    today = timezone.localdate()
    chosen: int | None = request.session.get(SESSION_KEY)
    if chosen is not None and is_represented(chosen, actor=actor, on=today):
        return chosen
    people = represented_by(actor, on=today)
    return people[0] if len(people) == 1 else None


def act_for(request: Request, person_id: int) -> bool:
    """Chooses the person; False where no mandate is in force."""
    if not is_represented(person_id, actor=request.actor, on=timezone.localdate()):
        return False
    request.session[SESSION_KEY] = person_id
    return True
