"""The administrator opens log-ins and gives posts, within the area and never to themselves."""

import pytest
from django.urls import reverse

from yinling.foundation.access import queries
from yinling.foundation.access.models import Post, User
from yinling.foundation.audit.models import Change

NEW = {"name": "新人", "username": "xin", "password": "Handed-over-7"}


@pytest.fixture
def admin(make_user) -> User:
    return make_user("administrator", username="admin")


@pytest.fixture
def desk(admin, client_of):
    return client_of(admin)


def test_open_a_log_in_and_give_it_a_post(desk) -> None:
    answer = desk.post(reverse("access:new"), NEW)
    user = User.objects.get(username="xin")
    assert (answer.url, user.password_is_first) == (reverse("access:user", args=[user.pk]), True)
    values = {"role": "town_clerk", "area": "310118001000", "valid_from": "2026-01-01"}
    assert desk.post(reverse("access:posts", args=[user.pk]), values).status_code == 302
    assert user.posts.get().area == "310118001"
    assert "街镇经办人" in desk.get(answer.url).text


@pytest.mark.parametrize("values", [{"password": "weak"}, {"username": "ADMIN"}, {"username": "a b"}, {"name": ""}])
def test_show_what_is_wrong_with_a_new_log_in(desk, values: dict) -> None:
    answer = desk.post(reverse("access:new"), {**NEW, **values})
    assert answer.context["form"].errors
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "values", [{"area": "abc"}, {"role": "adaptation_firm"}, {"role": "older_person"}, {"area": ""}, {"role": "x"}]
)
def test_show_what_is_wrong_with_a_post(desk, make_user, values: dict) -> None:
    user = make_user("auditor")
    posted = {"role": "town_clerk", "area": "310118001", "valid_from": "2026-01-01", **values}
    assert desk.post(reverse("access:posts", args=[user.pk]), posted).status_code == 400
    assert user.posts.count() == 1


def test_end_a_post_with_a_reason(desk, make_user) -> None:
    user = make_user("auditor", area="310118")
    address = reverse("access:post_end", args=[user.pk, user.posts.get().pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"reason": ""}).status_code == 200
    assert desk.post(address, {"reason": "调离"}).status_code == 302
    assert user.posts.get().valid_until is not None
    assert Change.objects.get(verb="access.end_post").reason == "调离"


def test_change_nothing_of_oneself(desk, admin) -> None:
    values = {"role": "auditor", "area": "310118", "valid_from": "2026-01-01"}
    assert desk.post(reverse("access:posts", args=[admin.pk]), values).status_code == 403
    assert desk.post(reverse("access:activity", args=[admin.pk]), {"is_active": "0"}).status_code == 403
    own = reverse("access:post_end", args=[admin.pk, admin.posts.get().pk])
    assert desk.post(own, {"reason": "x"}).status_code == 403


def test_close_and_reopen_a_log_in(desk, make_user) -> None:
    user = make_user("auditor")
    for value, is_active in [("0", False), ("0", False), ("1", True)]:
        desk.post(reverse("access:activity", args=[user.pk]), {"is_active": value})
        user.refresh_from_db()
        assert user.is_active is is_active
    assert Change.objects.filter(verb__in=["access.close_user", "access.reopen_user"]).count() == 2


def test_end_the_sessions_of_a_log_in_whose_password_was_reset(desk, make_user, django_user_model) -> None:
    user = make_user("auditor")
    desk.post(reverse("access:password", args=[user.pk]), {"password": "Handed-over-9"})
    user.refresh_from_db()
    assert user.password_is_first
    assert user.check_password("Handed-over-9")


def test_look_after_the_own_area_only(client_of, make_user) -> None:
    near, far = make_user("auditor", area="310118001"), make_user("auditor", area="320100")
    client = client_of(make_user("administrator", username="district", area="310118"))
    assert client.get(reverse("access:user", args=[near.pk])).status_code == 200
    assert client.get(reverse("access:user", args=[far.pk])).status_code == 404
    assert far.username not in [user.username for user in client.get(reverse("access:users")).context["rows"]]


def test_find_and_page_users(desk, make_user, monkeypatch) -> None:
    for number in range(55):
        User.objects.create(username=f"bulk{number}", name=f"批{number}")
    first = desk.get(reverse("access:users"))
    assert len(first.context["rows"]) == 50
    second = desk.get(reverse("access:users"), {"after": first.context["next_after"]})
    assert len(second.context["rows"]) == 6
    assert len(desk.get(reverse("access:users"), {"q": "bulk54"}).context["rows"]) == 1


def test_choose_areas_by_name_where_they_are_known(desk, make_user, monkeypatch) -> None:
    monkeypatch.setitem(queries._directories, "area", lambda: [("310118001", "测试街道")])
    user = make_user("auditor", area="310118001")
    assert "测试街道" in desk.get(reverse("access:user", args=[user.pk])).text
    values = {"role": "town_clerk", "area": "310118002", "valid_from": "2026-01-01"}
    assert desk.post(reverse("access:posts", args=[user.pk]), values).status_code == 400


def test_print_the_handbook_of_roles(admin, client_of, make_user) -> None:
    for user in (admin, make_user("older_person", person_id=3)):
        answer = client_of(user).get(reverse("access:roles"))
        assert "街镇经办人" in answer.text
        assert "casework." not in answer.text


@pytest.mark.parametrize("role", ["town_clerk", "auditor", "finance_officer"])
def test_open_the_pages_to_nobody_else(client_of, make_user, role: str) -> None:
    client = client_of(make_user(role, area="310118"))
    posts = Post.objects.count()
    for name, args in [("users", []), ("new", []), ("user", [1]), ("posts", [1]), ("password", [1])]:
        assert client.post(reverse(f"access:{name}", args=args), NEW).status_code == 403
    assert Post.objects.count() == posts
