"""Random walks through the transition table: whatever is tried, the life of a case stays lawful."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import PUBLIC, Actor, machine
from yinling.needs.casework.domain.guards import Standing
from yinling.needs.casework.domain.refusals import NotPermitted, NotPossibleNow, SamePerson, WindowOpen
from yinling.needs.casework.domain.states import ENDED, Opinion, State
from yinling.needs.casework.domain.transitions import TRANSITIONS, after, refusal_of, verbs_open_to

AREA = "310118001001"


def actor(user_id: int, role: str, area: str = "310118") -> Actor:
    return Actor(user_id, f"用户{user_id}", role, area=area, permissions=ROLES[role].permissions)


ELDER = Actor(1, "老人", "older_person", area="-", person_id=7, permissions=ROLES["older_person"].permissions)
CLERKS = [actor(2, "town_clerk", "310118001"), actor(3, "town_clerk", "310118001")]
STRANGER = actor(4, "town_clerk", "310118002")
REVIEWERS = [actor(5, "bureau_reviewer"), actor(6, "bureau_reviewer")]
BOTH = Actor(
    8, "兼任", "town_clerk", area="310118",
    permissions=ROLES["town_clerk"].permissions | ROLES["bureau_reviewer"].permissions,
)  # fmt: skip
EVERYONE = [ELDER, *CLERKS, STRANGER, *REVIEWERS, BOTH, actor(9, "auditor"), PUBLIC, machine("job")]

tries = st.lists(
    st.tuples(
        st.sampled_from(sorted(TRANSITIONS)),
        st.sampled_from(EVERYONE),
        st.sampled_from(["granted", "not_granted", "missing_facts", "unpayable"]),
        st.sampled_from(list(Opinion)),
        st.sampled_from(["", "有理由"]),
        st.integers(0, 9),
    ),
    max_size=60,
)


def apply(standing: Standing, verb: str, by: Actor) -> Standing:
    """What the actions do to a case, in miniature."""
    following = replace(standing, state=after(verb, standing))
    if verb == "ask_papers":
        following = replace(following, papers_from=standing.state)
    if verb == "check":
        following = replace(following, checked_by_id=by.user_id)
    if verb in ("send_back", "uphold"):
        following = replace(following, checked_by_id=None, decided_by_id=None)
    if verb == "decide":
        until = None if standing.opinion == Opinion.GRANT else standing.on + timedelta(days=8)
        following = replace(following, decided_by_id=by.user_id, objection_until=until)
    if verb == "publish":
        following = replace(following, objection_until=standing.on + timedelta(days=8))
    if verb == "object":
        following = replace(following, objections_open=standing.objections_open + 1)
    if verb in ("uphold", "dismiss"):
        following = replace(following, objections_open=0)
    if verb == "uphold":
        following = replace(following, objection_until=None)
    return following


@settings(max_examples=400)
@given(tries)
def test_walk_at_random_stays_lawful(tries):
    standing = Standing(state=State.DRAFT, area=AREA, on=date(2021, 6, 1))
    for verb, by, outcome, opinion, reason, days in tries:
        computed = outcome if verb in ("determine", "redetermine") else standing.outcome
        standing = replace(
            standing, on=standing.on + timedelta(days=days), outcome=computed, opinion=opinion, reason=reason,
            is_applicant=by is ELDER,
        )  # fmt: skip
        refused = refusal_of(verb, standing, by)
        if refused:
            assert refused.words
            continue
        before, standing = standing, apply(standing, verb, by)
        assert before.state in TRANSITIONS[verb].sources
        assert standing.state in set(State)
        assert before.state not in ENDED or verb in ("object", "uphold", "dismiss")
        if verb == "decide":
            assert by.user_id not in (None, before.checked_by_id)
            assert standing.state == State.REFUSED or before.outcome == "granted"
        if verb in ("check", "decide", "accept", "publish", "ask_papers"):
            assert by.user_id not in (STRANGER.user_id, ELDER.user_id, 9)
        if verb == "put_in_force":
            assert before.on >= before.objection_until
            assert not before.objections_open
        if verb in ("uphold", "dismiss"):
            assert by.user_id != before.decided_by_id
            assert before.objections_open


def checked(**changes) -> Standing:
    known = {"state": State.CHECKED, "area": AREA, "on": date(2021, 6, 8), "outcome": "granted", "checked_by_id": 8}
    return Standing(**{**known, "opinion": Opinion.GRANT, **changes})


def test_decide_by_the_checker_is_refused():
    assert isinstance(refusal_of("decide", checked(), BOTH), SamePerson)
    assert refusal_of("decide", checked(), REVIEWERS[0]) is None


def test_decide_against_the_determination_needs_a_reason():
    refusing = checked(opinion=Opinion.REFUSE)
    assert "理由" in refusal_of("decide", refusing, REVIEWERS[0]).words
    assert refusal_of("decide", replace(refusing, reason="房屋不在改造范围"), REVIEWERS[0]) is None


def test_decide_grant_without_a_granting_determination_is_refused():
    refused = refusal_of("decide", checked(outcome="not_granted", reason="照顾"), REVIEWERS[0])
    assert "核定结果" in refused.words


def test_check_from_another_town_is_refused():
    standing = checked(state=State.DETERMINED, checked_by_id=None)
    assert isinstance(refusal_of("check", standing, STRANGER), NotPermitted)
    assert refusal_of("check", standing, CLERKS[0]) is None


def test_put_in_force_by_the_job_waits_for_the_window():
    noticed = checked(state=State.NOTICED, objection_until=date(2021, 6, 9))
    assert isinstance(refusal_of("put_in_force", noticed, machine("job")), WindowOpen)
    assert refusal_of("put_in_force", replace(noticed, on=date(2021, 6, 9)), machine("job")) is None


def test_take_a_step_twice_is_refused_by_its_state():
    granted = checked(state=State.GRANTED)
    refused = refusal_of("decide", granted, REVIEWERS[0])
    assert isinstance(refused, NotPossibleNow)
    assert "准予补贴" in refused.words


def test_list_verbs_shows_only_what_the_role_may_take():
    assert verbs_open_to(checked(), CLERKS[0]) == ["withdraw"]
    assert verbs_open_to(checked(), REVIEWERS[0]) == ["send_back", "decide"]
    assert verbs_open_to(checked(), actor(9, "auditor")) == []
    assert verbs_open_to(checked(is_applicant=True), ELDER) == ["withdraw"]
    refused = checked(state=State.REFUSED)
    assert verbs_open_to(refused, CLERKS[0]) == ["object"]
    assert verbs_open_to(refused, STRANGER) == []
