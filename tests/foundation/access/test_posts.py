"""One role a session: chosen where there are several, lost when the post ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from yinling.foundation.access import actions
from yinling.foundation.access.models import Post, User
from yinling.foundation.access.queries import actor_for
from yinling.foundation.audit.models import Change
from yinling.kernel.actor import Actor

START = date(2020, 1, 1)


@pytest.fixture
def two_posts(make_user, by, at) -> User:
    user = make_user("town_clerk", area="310118001")
    actions.give_post(user_id=user.pk, role="auditor", area="310118", valid_from=START, by=by, at=at)
    return user


def test_ask_which_post_before_anything_else(two_posts, client_of) -> None:
    client = client_of(two_posts)
    answer = client.get(reverse("audit:changes") + "?subject=x")
    assert answer.url.startswith(reverse("access:post"))
    page = client.get(answer.url)
    assert "街镇经办人" in page.text
    assert "审计员" in page.text
    assert page.context["navigation"] == []
    auditor = two_posts.posts.get(role="auditor")
    chosen = client.post(reverse("access:post"), {"post": auditor.pk, "next": reverse("audit:changes") + "?subject=x"})
    assert chosen.url == reverse("audit:changes") + "?subject=x"
    assert client.get(chosen.url).status_code == 200
    assert Change.objects.get(verb="access.take_post").after["role"] == "auditor"


def test_act_in_one_role_only(two_posts, client_of) -> None:
    client = client_of(two_posts)
    client.post(reverse("access:post"), {"post": two_posts.posts.get(role="town_clerk").pk})
    assert client.get(reverse("audit:changes")).status_code == 403
    client.post(reverse("access:post"), {"post": two_posts.posts.get(role="auditor").pk})
    assert client.get(reverse("audit:changes")).status_code == 200


def test_take_no_post_of_another_or_an_ended_one(two_posts, make_user, client_of, by, at) -> None:
    other = make_user("administrator").posts.get()
    client = client_of(two_posts)
    assert client.post(reverse("access:post"), {"post": other.pk}).status_code == 403
    mine = two_posts.posts.get(role="auditor")
    actions.end_post(post_id=mine.pk, valid_until=timezone.localdate(), by=by, at=at)
    assert client.post(reverse("access:post"), {"post": mine.pk}).status_code == 403


def test_lead_nowhere_outside(two_posts, client_of) -> None:
    post = two_posts.posts.first().pk
    answer = client_of(two_posts).post(reverse("access:post"), {"post": post, "next": "https://evil.example/"})
    assert answer.url == reverse("home")


def test_lose_a_post_in_the_middle_of_a_session(make_user, client_of, by, at) -> None:
    user = make_user("auditor", area="310118")
    client = client_of(user)
    assert client.get(reverse("audit:changes")).status_code == 200
    actions.end_post(post_id=user.posts.get().pk, valid_until=timezone.localdate(), by=by, at=at)
    answer = client.get(reverse("audit:changes"))
    assert answer.url.startswith(reverse("access:post"))
    assert "没有岗位" in client.get(answer.url).text


def test_hold_a_post_only_from_its_first_day(make_user, client_of) -> None:
    user = make_user("auditor", area="310118")
    Post.objects.filter(user=user).update(valid_from=timezone.localdate() + timedelta(days=1))
    assert client_of(user).get(reverse("audit:changes")).url.startswith(reverse("access:post"))


@pytest.mark.parametrize(
    ("role", "bounds"),
    [("adaptation_firm", {}), ("older_person", {}), ("town_clerk", {}), ("nobody", {"area": "310118"})],
)
def test_refuse_a_post_that_lacks_its_bounds(make_user, by, at, role: str, bounds: dict) -> None:
    user = make_user("auditor")
    with pytest.raises(actions.PostNotPossible):
        actions.give_post(user_id=user.pk, role=role, valid_from=START, by=by, at=at, **bounds)


def test_give_the_same_post_once(make_user, by, at) -> None:
    user = make_user("auditor", area="310118")
    again = actions.give_post(user_id=user.pk, role="auditor", area="310118", valid_from=START, by=by, at=at)
    assert user.posts.get() == again
    assert Change.objects.filter(verb="access.give_post").count() == 1


def test_let_nobody_without_the_permission_manage(make_user, at) -> None:
    clerk = actor_for(make_user("town_clerk", area="310118001").posts.get())
    with pytest.raises(PermissionDenied):
        actions.open_user(username="x", name="x", password="Lantern-42-river", by=clerk, at=at)
    with pytest.raises(PermissionDenied):
        actions.give_post(user_id=1, role="auditor", valid_from=START, by=clerk, at=at)


def test_let_an_administrator_give_nothing_to_themselves_nor_beyond_their_area(make_user, at) -> None:
    user, other = make_user("administrator", area="310118"), make_user("auditor", area="310118001")
    by: Actor = actor_for(user.posts.get())
    with pytest.raises(PermissionDenied):
        actions.give_post(user_id=user.pk, role="auditor", area="310118", valid_from=START, by=by, at=at)
    with pytest.raises(PermissionDenied):
        actions.give_post(user_id=other.pk, role="auditor", area="320100", valid_from=START, by=by, at=at)
    with pytest.raises(PermissionDenied):
        actions.set_active(user_id=user.pk, is_active=False, by=by, at=at)


@pytest.mark.parametrize("password", ["short1", "12345678901", "lanternriver", "password123", "LANTERNRIVER"])
def test_refuse_a_weak_password(db, by, at, password: str) -> None:
    with pytest.raises(ValidationError):
        actions.open_user(username="weak", name="弱", password=password, by=by, at=at)


def test_refuse_a_username_that_differs_only_in_case(make_user, by, at) -> None:
    make_user("auditor", username="wang")
    with pytest.raises(actions.UsernameTaken):
        actions.open_user(username="WANG", name="王", password="Lantern-42-river", by=by, at=at)
