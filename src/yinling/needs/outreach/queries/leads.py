"""The list of leads, the counts above it, and one lead whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.policy.reading import load_clauses, load_pack
from yinling.gateways.policy.shapes import Clause
from yinling.kernel.actor import Actor, NotVisible
from yinling.kernel.area import code_range
from yinling.needs.outreach.domain.moving import VERB_WORDS
from yinling.needs.outreach.domain.states import (
    ANSWER_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    TO_DO,
    TONES,
    WAY_WORDS,
    Answer,
    Kind,
    State,
    Way,
)
from yinling.needs.outreach.models import Lead, Search
from yinling.needs.outreach.queries.sought import programme_name
from yinling.people.registry.queries import PersonCard, people_visible, person_card, person_cards

PAGE_ROWS = 30
EXPORT_ROWS_MAX = 50_000
CARDS_AT_ONCE = 500
TO_DO_CODE = "to_do"
DUE = "due"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts match all. `state` is a state, `to_do` or `due`; `after` ends the page before."""

    area: str = ""
    programme: str = ""
    kind: str = ""
    state: str = TO_DO_CODE
    after: int = 0


@dataclass(frozen=True)
class LeadLine:
    """One lead for lists, the person masked."""

    lead: Lead
    card: PersonCard
    age: int | None
    programme: str
    missing: str
    state_words: str
    tone: str
    clause_place: str

    @property
    def is_nearly(self) -> bool:
        """Whether one fact is missing that would decide."""
        return self.lead.kind == Kind.NEARLY


@dataclass(frozen=True)
class Page:
    """One page of leads; `next_after` None = the last."""

    lines: list[LeadLine]
    next_after: int | None


@dataclass(frozen=True)
class LeadPage:
    """One lead with its reasons, the clauses' own words, what happened, and what else the person may have.

    `reasons` are what counts for this person; `aside` are conditions of tiers that are not theirs.
    """

    line: LeadLine
    reasons: list[dict[str, object]]
    aside: list[dict[str, object]]
    clauses: list[Clause]
    document: str
    is_draft: bool
    steps: list[dict[str, object]]
    others: list[LeadLine]

    @property
    def may_be_called(self) -> bool:
        """Whether there is still something to ask."""
        return State(self.line.lead.state) in (*TO_DO, State.REFUSED)


class LeadUnknown(LookupError):
    """No such lead, or not for this viewer."""


def find_leads(wanted: Wanted, *, actor: Actor, on: date) -> Page:
    """Leads whom the actor may see, in the order of their numbers."""
    rows = _asked_for(wanted, actor, on).filter(pk__gt=wanted.after)[: PAGE_ROWS + 1]
    leads = list(rows)
    return Page(
        lead_lines(leads[:PAGE_ROWS], actor=actor, on=on), leads[PAGE_ROWS - 1].pk if len(leads) > PAGE_ROWS else None
    )


def leads_to_export(wanted: Wanted, *, actor: Actor, on: date) -> list[LeadLine]:
    """Everything that the list shows over all its pages, up to a bound."""
    leads = list(_asked_for(wanted, actor, on)[:EXPORT_ROWS_MAX])
    return [
        line
        for start in range(0, len(leads), CARDS_AT_ONCE)
        for line in lead_lines(leads[start : start + CARDS_AT_ONCE], actor=actor, on=on)
    ]


def _asked_for(wanted: Wanted, actor: Actor, on: date) -> QuerySet[Lead]:
    found = _by_place_and_programme(wanted, actor)
    if wanted.state == TO_DO_CODE:
        found = found.filter(state__in=TO_DO)
    elif wanted.state == DUE:
        found = found.filter(state__in=TO_DO, call_on__lte=on)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    return found.order_by("pk")


def _by_place_and_programme(wanted: Wanted, actor: Actor) -> QuerySet[Lead]:
    found = Lead.objects.visible_to(actor)
    if wanted.area:
        first, last = code_range(wanted.area)
        found = found.filter(area__gte=first, area__lt=last)
    if wanted.programme:
        pack, _, programme = wanted.programme.partition(":")
        found = found.filter(pack=pack, programme=programme)
    return found.filter(kind=wanted.kind) if wanted.kind else found


def counts_by_state(wanted: Wanted, *, actor: Actor, on: date) -> dict[str, int]:
    """How many leads of the area and programme asked for stand where; `due` are calls promised up to today."""
    rows = _by_place_and_programme(wanted, actor)
    found = dict(rows.values_list("state").order_by().annotate(number=Count("pk")))
    due = rows.filter(state__in=TO_DO, call_on__lte=on).count()
    return {state.value: found.get(state.value, 0) for state in State} | {DUE: due}


def lead_lines(leads: list[Lead], *, actor: Actor, on: date) -> list[LeadLine]:
    """Lines for visible leads, in their order; persons in a fixed number of questions."""
    people = people_visible(actor, on=on).filter(pk__in=[lead.person_id for lead in leads])
    cards = {card.id: card for card in person_cards(people, on=on)}
    facts = {name: fact.label for name, fact in load_facts().items()}
    return [_line(lead, cards[lead.person_id], facts, on) for lead in leads if lead.person_id in cards]


def _line(lead: Lead, card: PersonCard, facts: Mapping[str, str], on: date) -> LeadLine:
    return LeadLine(
        lead=lead,
        card=card,
        age=card.age_on(on),
        programme=programme_name(lead.pack, lead.programme),
        missing=facts.get(lead.missing_fact, lead.missing_fact),
        state_words=STATE_WORDS[State(lead.state)],
        tone=TONES[State(lead.state)],
        clause_place=place_of(lead.pack, lead.clause),
    )


def place_of(pack: str, clause: str) -> str:
    """Where a clause stands in its document, as a family can find it; its number where the pack has it no more."""
    found = load_clauses(pack).get(clause)
    return found.place if found else clause


def lead_page(lead_id: int, *, actor: Actor, on: date) -> LeadPage:
    """Raises LeadUnknown."""
    lead = Lead.objects.visible_to(actor).select_related("explanation").filter(pk=lead_id).first()
    if lead is None:
        raise LeadUnknown(lead_id)
    try:
        card = person_card(lead.person_id, actor=actor, on=on)
    except NotVisible:
        raise LeadUnknown(lead_id) from None
    facts = {name: fact.label for name, fact in load_facts().items()}
    reasons = lead.explanation.reasons
    named = {reason["clause"] for reason in reasons} | {lead.clause}
    document = load_pack(lead.pack)
    others = Lead.objects.visible_to(actor).filter(person_id=lead.person_id).exclude(pk=lead.pk).order_by("pk")
    return LeadPage(
        line=_line(lead, card, facts, on),
        reasons=[_reason(reason, lead.pack) for reason in reasons if _counts(reason, lead)],
        aside=[_reason(reason, lead.pack) for reason in reasons if not _counts(reason, lead)],
        clauses=[clause for name, clause in load_clauses(lead.pack).items() if name in named],
        document=document.short_title,
        is_draft=document.legal_status == "draft",
        steps=_steps(lead),
        others=[_line(other, card, facts, on) for other in others],
    )


def _counts(reason: Mapping[str, str], lead: Lead) -> bool:
    """Whether a reason speaks for the person, or names what is still to be known."""
    is_open = reason["value"] == "unknown" and (lead.kind == Kind.NEARLY or reason["condition"].startswith("missing_"))
    return reason["value"] == "true" or is_open


def _reason(reason: Mapping[str, str], pack: str) -> dict[str, object]:
    truth = {"true": True, "false": False}.get(reason["value"])
    return {"words": reason["words"], "clause": place_of(pack, reason["clause"]), "truth": truth}


def _steps(lead: Lead) -> list[dict[str, object]]:
    ways = {call.at: WAY_WORDS[Way(call.way)] for call in lead.calls.all()}
    return [
        {
            "what": f"{VERB_WORDS[step.verb]}（{ways[step.at]}）" if step.verb == "called" else VERB_WORDS[step.verb],
            "who": step.by_name,
            "when": step.at,
            "why": step.why,
            "tone": TONES[State(step.state)],
        }
        for step in lead.steps.order_by("-pk")
    ]


def last_search() -> Search | None:
    """The search that runs, or else the last one."""
    return Search.objects.order_by("-is_running", "-pk").first()


@dataclass(frozen=True)
class Gap:
    """A fact that so many lack for a programme that it is no lead."""

    programme: str
    fact: str
    supplied_by: str
    percent: int


def gaps_of(search: Search | None) -> list[Gap]:
    """What the register should get to know first."""
    facts = load_facts()
    return [
        Gap(programme_name(pack, programme), facts[fact].label, facts[fact].supplied_by, percent)
        for pack, programme, fact, percent in (search.gaps if search else [])
        if fact in facts
    ]


def choices() -> dict[str, list[tuple[str, str]]]:
    """Codes and words for forms and filters."""
    return {
        "kind": [(kind.value, words) for kind, words in KIND_WORDS.items()],
        "state": [(state.value, words) for state, words in STATE_WORDS.items()],
        "answer": [(Answer(answer).value, words) for answer, words in ANSWER_WORDS.items()],
        "way": [(Way(way).value, words) for way, words in WAY_WORDS.items()],
    }
