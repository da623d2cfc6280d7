"""What the deployed pack says of its procedures: limits, papers, channels; and the working calendar.

A programme that can be applied for is one that a procedure of the pack names; without a name the first is meant.
"""

from collections.abc import Sequence

from django.conf import settings

from yinling.gateways.policy.programmes import load_facts, load_programme
from yinling.gateways.policy.reading import load_calendar, load_clauses, load_pack, load_procedures
from yinling.gateways.policy.shapes import Channel, Paper, Procedure
from yinling.kernel.dates import WorkCalendar
from yinling.kernel.deadlines import Limit
from yinling.needs.casework.domain.refusals import NotPossibleNow
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.domain.waiting import STEPS_WAITED_FOR


def procedures() -> dict[str, Procedure]:
    """The procedure of each programme that can be applied for here, in the pack's order."""
    return {each.programme: each for each in load_procedures(settings.PACK) if each.programme}


def procedure(programme: str = "") -> Procedure:
    """The procedure of a programme. Raises NotPossibleNow where it cannot be applied for."""
    known = procedures()
    found = known.get(programme or next(iter(known), ""))
    if found is None:
        raise NotPossibleNow
    return found


def calendar() -> WorkCalendar:
    """Working days of the country."""
    return load_calendar()


def limit_of(steps: Sequence[str], programme: str = "") -> Limit | None:
    """The limits of several steps added up; None where the pack sets none for one of them."""
    by_id = {step.id: step for step in procedure(programme).steps}
    found = [by_id[step] for step in steps if step in by_id and by_id[step].days is not None]
    if not found or len(found) < len(steps):
        return None
    return Limit(sum(step.days or 0 for step in found), found[0].count)


def limit_for(state: str, programme: str = "") -> Limit | None:
    """The limit within which the next step is due in a state."""
    return limit_of(STEPS_WAITED_FOR.get(State(state), ()), programme)


def objection_limit(programme: str = "") -> Limit | None:
    """How long a notice stands and a refusal may be disputed."""
    return limit_of(["public_notice"], programme)


def papers(programme: str = "") -> tuple[Paper, ...]:
    """The papers that may be asked for: by a programme's procedure, or by any."""
    found = [procedure(programme)] if programme else procedures().values()
    return tuple({paper.code: paper for each in found for paper in each.papers}.values())


def paper_names(programme: str = "") -> dict[str, str]:
    """Names of papers by code."""
    return {paper.code: paper.name for paper in papers(programme)}


def channels(programme: str = "") -> tuple[Channel, ...]:
    """The ways in which an application comes: to a programme, or to any."""
    found = [procedure(programme)] if programme else procedures().values()
    return tuple({channel.code: channel for each in found for channel in each.channels}.values())


def number_prefix() -> str:
    """The letters of the pack's clauses, with which case numbers begin."""
    return next(iter(load_clauses(settings.PACK))).split("-")[0]


def authority() -> str:
    """The office that issues decisions here."""
    return load_pack(settings.PACK).issuer


def clause_place(clause: str) -> str:
    """Where a clause stands in the document, for letters; the id itself where it is unknown."""
    found = load_clauses(settings.PACK).get(clause)
    return f"{found.place}" if found else clause


def document_title() -> str:
    """The document by which applications are judged."""
    return f"《{load_pack(settings.PACK).short_title}》"


def programme_name(programme: str = "") -> str:
    """A programme in plain words."""
    return load_programme(settings.PACK, programme or procedure().programme).name


def programmes_open() -> list[tuple[str, str]]:
    """What can be applied for here: programme and its name."""
    return [(programme, programme_name(programme)) for programme in procedures()]


def facts_asked(programme: str = "") -> dict[str, str]:
    """Names and labels of the facts on person and household that a programme asks."""
    dictionary, asked = load_facts(), load_programme(settings.PACK, programme or procedure().programme).facts
    return {
        name: fact.label
        for name, fact in dictionary.items()
        if name in asked and fact.about in ("person", "household") and not name.endswith("_id")
    }
