"""Events answer in the transaction in which they happen; notices reach only those who are told."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from yinling.foundation.access.queries import actor_for
from yinling.foundation.outbox import actions, queries
from yinling.foundation.outbox.actions import NoRecipient, announce, announce_all, mark_read, notify
from yinling.foundation.outbox.models import Event, Message, Notice
from yinling.gateways.messages import UnknownChannel


@dataclass(frozen=True)
class LampLit:
    case_id: int
    on: date


@dataclass(frozen=True)
class LampOut:
    case_id: int


@pytest.fixture(autouse=True)
def _own_reactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_reactions", actions.defaultdict(list))
    monkeypatch.setattr(actions, "_reactions_to_many", actions.defaultdict(list))


def actor(user):
    return actor_for(user.posts.get())


def test_keep_an_event_and_call_who_answers(db, by, at) -> None:
    heard = []
    actions.subscribe(LampLit, lambda event, *, by, at: heard.append((event, by, at)))
    event = LampLit(case_id=5, on=date(2026, 1, 2))
    announce(event, by=by, at=at)
    kept = Event.objects.get()
    assert heard == [(event, by, at)]
    assert (kept.kind.endswith(".LampLit"), kept.payload) == (True, {"case_id": 5, "on": "2026-01-02"})


def test_undo_the_event_when_an_answer_fails(db, by, at) -> None:
    def fail(event: LampLit, *, by, at) -> None:
        notify(text="x", at=at, role="auditor")
        raise RuntimeError("answer failed")

    actions.subscribe(LampLit, fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        announce(LampLit(1, date(2026, 1, 2)), by=by, at=at)
    assert not Event.objects.exists()
    assert not Notice.objects.exists()


def test_subscribe_once(db, by, at) -> None:
    heard = []

    def answer(event: LampLit, *, by, at) -> None:
        heard.append(event)

    actions.subscribe(LampLit, answer)
    actions.subscribe(LampLit, answer)
    announce(LampLit(1, date(2026, 1, 2)), by=by, at=at)
    assert len(heard) == 1


def test_hand_neighbours_of_one_type_over_together(db, by, at, django_assert_num_queries) -> None:
    """In their order, to each who answers, with one statement for all of them."""
    heard = []
    actions.subscribe_to_many(LampOut, lambda events, *, by, at: heard.append([one.case_id for one in events]))
    actions.subscribe(LampLit, lambda event, *, by, at: heard.append(event.case_id))
    lit = [LampLit(number, date(2026, 1, 2)) for number in (1, 2)]
    with django_assert_num_queries(1):
        announce_all([LampOut(3), LampOut(4), *lit, LampOut(5)], by=by, at=at)
    announce(LampOut(6), by=by, at=at)
    with django_assert_num_queries(0):
        announce_all([], by=by, at=at)
    assert heard == [[3, 4], 1, 2, [5], [6]]
    assert Event.objects.count() == 6


@pytest.mark.parametrize(
    ("told", "role", "bounds", "is_mine"),
    [
        ({"role": "town_clerk", "area": "310118001003"}, "town_clerk", {"area": "310118001"}, True),
        ({"role": "town_clerk", "area": "310118001003"}, "town_clerk", {"area": "310118002"}, False),
        ({"role": "town_clerk", "area": "310118001003"}, "bureau_reviewer", {"area": "310118"}, False),
        ({"role": "bureau_reviewer", "area": "310118001003"}, "bureau_reviewer", {"area": "310118"}, True),
        ({"role": "administrator"}, "administrator", {}, True),
        ({"person_id": 3}, "older_person", {"person_id": 3}, True),
        ({"person_id": 3}, "older_person", {"person_id": 4}, False),
        ({"organisation_id": 7}, "adaptation_firm", {"organisation_id": 7}, True),
        ({"organisation_id": 7}, "adaptation_firm", {"organisation_id": 8}, False),
        ({"organisation_id": 7, "role": "finance_officer"}, "adaptation_firm", {"organisation_id": 7}, False),
        ({"organisation_id": 7, "role": "finance_officer"}, "finance_officer", {"area": "310118"}, False),
    ],
)
def test_tell_only_those_who_are_meant(make_user, at, told: dict, role: str, bounds: dict, is_mine: bool) -> None:
    user = make_user(role, **bounds)
    notify(text="消息", at=at, **told)
    assert queries.unread_count(actor(user)) == int(is_mine)
    assert len(queries.notice_lines(actor(user), before_id=None, limit=9)) == int(is_mine)


def test_refuse_a_notice_to_nobody_and_an_unknown_channel(db, at) -> None:
    with pytest.raises(NoRecipient):
        notify(text="x", at=at)
    with pytest.raises(UnknownChannel):
        notify(text="x", at=at, role="auditor", channels=["pigeon"])
    assert not Notice.objects.exists()


def test_keep_what_the_stand_in_would_have_sent(make_user, at, client_of) -> None:
    user = make_user("older_person", person_id=3)
    notify(text="您的申请已受理", at=at, person_id=3, channels=["application", "sms", "wechat"])
    assert set(Message.objects.values_list("channel", "state")) == {("sms", "stand_in"), ("wechat", "stand_in")}
    page = client_of(user).get(reverse("outbox:notices")).text
    assert "短信、微信：未接通发送通道，只留了记录，没有真正发出。" in page


def test_mark_as_read_for_oneself_only(make_user, at, client_of) -> None:
    one, other = make_user("auditor"), make_user("auditor")
    notify(text="审计通知", at=at, role="auditor")
    client = client_of(one)
    number = Notice.objects.get().pk
    for _again in range(2):
        assert client.post(reverse("outbox:notices"), {"notice": [number]}).status_code == 302
    assert (queries.unread_count(actor(one)), queries.unread_count(actor(other))) == (0, 1)


def test_mark_nothing_that_belongs_to_others(make_user, at) -> None:
    mine, theirs = make_user("older_person", person_id=3), make_user("older_person", person_id=4)
    notify(text="x", at=at, person_id=4)
    mark_read(notice_ids=[Notice.objects.get().pk], by=actor(mine), at=at)
    assert queries.unread_count(actor(theirs)) == 1


def test_page_notices_by_key(make_user, at, client_of) -> None:
    user = make_user("auditor")
    for number in range(31):
        notify(text=f"第{number}条", at=at, role="auditor")
    client = client_of(user)
    seen, query = [], "?"
    while query:
        page = client.get(reverse("outbox:notices") + query)
        seen.append([row.text for row in page.context["rows"]])
        query = page.context["next_url"]
    assert [len(rows) for rows in seen] == [15, 15, 1]
    assert sum(seen, []) == [f"第{number}条" for number in range(30, -1, -1)]
