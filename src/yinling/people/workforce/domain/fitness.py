"""Whether a worker may be sent to anybody on a day, and if not, why not."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from yinling.people.workforce.domain.expiry import Certificate

# Whoever touches people needs the first; of the second kind those that a worker has must not all have run out.
NEEDED = "health"
PROFESSIONAL = frozenset({"caregiver", "nurse", "doctor", "therapist", "social_worker"})
KIND_WORDS = {
    "health": "健康证明",
    "caregiver": "养老护理员证书",
    "nurse": "护士执业证书",
    "doctor": "医师执业证书",
    "therapist": "康复治疗师证书",
    "social_worker": "社会工作者证书",
}


@dataclass(frozen=True)
class State:
    """What is known of a worker; `skills` name the certificate that each rests on, None where it rests on none."""

    employed_from: date
    employed_until: date | None = None
    certificates: tuple[Certificate, ...] = ()
    skills: Mapping[str, Certificate | None] = field(default_factory=dict)
    is_listed: bool = False
    is_absent: bool = False


def reasons(state: State, *, skills: Collection[str], skill_words: Mapping[str, str], on: date) -> tuple[str, ...]:
    """Why the worker may not be assigned on a day to what asks for `skills`; empty if they may."""
    return (*standing_reasons(state, on=on), *_lacking(state, skills, skill_words, on))


def standing_reasons(state: State, *, on: date) -> tuple[str, ...]:
    """Why nothing at all may be assigned on a day."""
    return (*_employment(state, on), *_listing(state), *_certificates(state, on), *_absence(state))


def _employment(state: State, on: date) -> Iterator[str]:
    if on < state.employed_from:
        yield f"{state.employed_from} 才入职"
    elif state.employed_until is not None and on >= state.employed_until:
        yield f"已于 {state.employed_until} 离职"


def _listing(state: State) -> Iterator[str]:
    if state.is_listed:
        yield "已列入失信名单"


def _absence(state: State) -> Iterator[str]:
    if state.is_absent:
        yield "当天请假"


def _certificates(state: State, on: date) -> Iterator[str]:
    by_kind: dict[str, list[Certificate]] = {}
    for certificate in state.certificates:
        by_kind.setdefault(certificate.kind, []).append(certificate)
    if NEEDED not in by_kind:
        yield "没有登记健康证明"
    for kind in [NEEDED, *sorted(PROFESSIONAL)]:
        held = by_kind.get(kind, [])
        if held and not any(certificate.holds(on) for certificate in held):
            yield _run_out(KIND_WORDS[kind], held, on)


def _run_out(words: str, held: list[Certificate], on: date) -> str:
    ends = [certificate.valid_until for certificate in held if certificate.valid_until and certificate.valid_until < on]
    return f"{words}已于 {max(ends)} 过期" if ends else f"{words}尚未生效"


def _lacking(state: State, skills: Collection[str], skill_words: Mapping[str, str], on: date) -> Iterator[str]:
    for code in sorted(skills):
        words = skill_words.get(code, code)
        if code not in state.skills:
            yield f"没有登记技能“{words}”"
        elif (ground := state.skills[code]) is not None and not ground.holds(on):
            yield f"技能“{words}”所依据的证书不在有效期内"
