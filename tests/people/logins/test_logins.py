"""A carer's log-in: opened by the own office, handed over once, closed when the worker leaves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from yinling.foundation.access.models import Post, User
from yinling.foundation.access.queries import posts_in_force
from yinling.foundation.audit.models import Change
from yinling.kernel.dates import day_of
from yinling.people.logins import actions
from yinling.people.workforce import queries
from yinling.people.workforce.actions import end_employment
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused


def held(worker, on) -> int:
    """Posts that the worker's log-in holds on a day."""
    worker.refresh_from_db()
    return posts_in_force(user=worker.user, on=on).count()


def test_open_a_log_in_with_a_first_password_and_the_post_of_a_carer(employ, offices, at) -> None:
    worker = employ(1)
    password = actions.open_log_in(worker_id=worker.pk, username="wangxy01", by=offices[0], at=at)
    worker.refresh_from_db()
    assert (worker.user.username, worker.user.name, worker.user.password_is_first) == ("wangxy01", worker.name, True)
    assert worker.user.check_password(password)
    post = Post.objects.get(user=worker.user)
    assert (post.role, post.organisation_id, post.valid_from) == ("carer", worker.provider_id, day_of(at))
    assert queries.worker_of_user(worker.user_id) == worker.pk
    kept = Change.objects.filter(verb__in=["access.open_user", "access.give_post", "workforce.link_log_in"])
    assert {row.user_id for row in kept} == {offices[0].user_id}
    assert kept.count() == 3
    assert not any(password in str(row.after) for row in Change.objects.all())


def test_refuse_a_second_log_in_a_taken_name_and_another_office(employ, offices, at) -> None:
    mine, other = employ(1), employ(2)
    actions.open_log_in(worker_id=mine.pk, username="same", by=offices[0], at=at)
    with pytest.raises(WorkerRefused, match="已有登录名"):
        actions.open_log_in(worker_id=mine.pk, username="again", by=offices[0], at=at)
    with pytest.raises(WorkerRefused, match="请换一个"):
        actions.open_log_in(worker_id=other.pk, username="Same", by=offices[0], at=at)
    with pytest.raises(NotAllowed):
        actions.open_log_in(worker_id=other.pk, username="stranger", by=offices[1], at=at)
    with pytest.raises(NotAllowed):
        actions.renew_password(worker_id=mine.pk, by=offices[1], at=at)
    assert User.objects.filter(username__in=["again", "stranger"]).count() == 0


def test_close_with_the_employment_on_its_last_day(employ, offices, at) -> None:
    worker, today = employ(1), day_of(at)
    actions.open_log_in(worker_id=worker.pk, username="leaves", by=offices[0], at=at)
    last = today + timedelta(days=5)
    end_employment(worker_id=worker.pk, until=last, reason="回老家", by=offices[0], at=at)
    assert [held(worker, on) for on in (today, last - timedelta(days=1), last)] == [1, 1, 0]
    with pytest.raises(WorkerRefused, match="离职"):
        actions.reopen_log_in(worker_id=worker.pk, by=offices[0], at=at + timedelta(days=5))


def test_close_and_reopen_by_hand(employ, offices, at) -> None:
    worker, today = employ(1), day_of(at)
    actions.open_log_in(worker_id=worker.pk, username="phone", by=offices[0], at=at)
    actions.close_log_in(worker_id=worker.pk, by=offices[0], at=at)
    assert held(worker, today) == 0
    actions.reopen_log_in(worker_id=worker.pk, by=offices[0], at=at)
    assert held(worker, today) == 1


def test_renew_the_password_only_where_no_other_post_hangs_on_it(employ, offices, at) -> None:
    worker = employ(1)
    first = actions.open_log_in(worker_id=worker.pk, username="forgot", by=offices[0], at=at)
    second = actions.renew_password(worker_id=worker.pk, by=offices[0], at=at)
    user = User.objects.get(username="forgot")
    assert (user.check_password(first), user.check_password(second)) == (False, True)
    user.posts.create(role="carer", organisation_id=offices[1].organisation_id, valid_from=day_of(at))
    with pytest.raises(WorkerRefused, match="系统管理员"):
        actions.renew_password(worker_id=worker.pk, by=offices[0], at=at)


def test_show_the_password_once_and_have_it_replaced(employ, desk, operators) -> None:
    worker = employ(1)
    office = desk("care_provider", organisation_id=operators[0].pk)
    page = worker.get_absolute_url()
    assert "开设登录名" in office.get(page).content.decode()
    answer = office.post(reverse("logins:log_in", args=[worker.pk]), {"username": "liping"})
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    shown = office.get(page).content.decode()
    assert password not in shown
    assert "还没有换首次密码" in shown
    assert office.post(reverse("logins:log_in", args=[worker.pk]), {"username": "x y"}).status_code == 400
    renewed = office.post(reverse("logins:password", args=[worker.pk])).context["password"]
    phone = Client()
    assert phone.login(username="liping", password=renewed)
    assert phone.get("/workforce/me/").headers["Location"] == "/account/password/change/"
    office.post(reverse("logins:closure", args=[worker.pk]))
    assert "已停用" in office.get(page).content.decode()
    office.post(reverse("logins:return", args=[worker.pk]))
    assert "可以登录" in office.get(page).content.decode()


def test_hide_workers_of_others(employ, desk, operators) -> None:
    other = employ(2, place=1)
    office = desk("care_provider", organisation_id=operators[0].pk)
    for name in ("log_in", "password", "closure", "return"):
        assert office.post(reverse(f"logins:{name}", args=[other.pk]), {"username": "no"}).status_code == 404
