"""What the deployed pack says of the procedure: limits, papers, channels; and the working calendar."""

from collections.abc import Sequence

from django.conf import settings

from yinling.gateways.policy.programmes import load_facts, load_programme
from yinling.gateways.policy.reading import load_calendar, load_clauses, load_pack, load_procedure
from yinling.gateways.policy.shapes import Channel, Paper, Procedure
from yinling.kernel.dates import WorkCalendar
from yinling.kernel.deadlines import Limit
from yinling.needs.casework.domain.applications import PROCEDURE, PROGRAMME
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.domain.waiting import STEPS_WAITED_FOR


def procedure() -> Procedure:
    """The procedure by which applications run here."""
    return load_procedure(settings.PACK, PROCEDURE)


def calendar() -> WorkCalendar:
    """Working days of the country."""
    return load_calendar()


def limit_of(steps: Sequence[str]) -> Limit | None:
    """The limits of several steps added up; None where the pack sets none for one of them."""
    by_id = {step.id: step for step in procedure().steps}
    found = [by_id[step] for step in steps if step in by_id and by_id[step].days is not None]
    if not found or len(found) < len(steps):
        return None
    return Limit(sum(step.days or 0 for step in found), found[0].count)


def limit_for(state: str) -> Limit | None:
    """The limit within which the next step is due in a state."""
    return limit_of(STEPS_WAITED_FOR.get(State(state), ()))


def objection_limit() -> Limit | None:
    """How long a notice stands and a refusal may be disputed."""
    return limit_of(["public_notice"])


def papers() -> tuple[Paper, ...]:
    """The papers that may be asked for."""
    return procedure().papers


def paper_names() -> dict[str, str]:
    """Names of papers by code."""
    return {paper.code: paper.name for paper in papers()}


def channels() -> tuple[Channel, ...]:
    """The ways in which an application comes."""
    return procedure().channels


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


def programme_name() -> str:
    """The programme in plain words."""
    return load_programme(settings.PACK, PROGRAMME).name


def facts_asked() -> dict[str, str]:
    """Names and labels of the facts on person and household that the programme asks."""
    dictionary, asked = load_facts(), load_programme(settings.PACK, PROGRAMME).facts
    return {
        name: fact.label
        for name, fact in dictionary.items()
        if name in asked and fact.about in ("person", "household") and not name.endswith("_id")
    }
