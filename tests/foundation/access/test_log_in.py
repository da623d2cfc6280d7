"""The door: throttled, logged, with a second factor, a password of one's own, and a session that ends when idle."""

import io
import time

import pytest
from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.foundation.conftest import PASSWORD
from yinling.foundation.access import actions
from yinling.foundation.access.models import User
from yinling.foundation.audit.models import Change
from yinling.foundation.audit.queries import verify

LOG_IN = "/account/login/"


def verbs() -> list[str]:
    return list(Change.objects.order_by("number").filter(verb__startswith="access.log").values_list("verb", flat=True))


def sign_in(client, username: str, password: str = PASSWORD):
    return client.post(LOG_IN, {"login": username, "password": password})


def test_write_log_in_log_out_and_refusal_to_the_audit(make_user, client) -> None:
    user = make_user("auditor", username="shen", area="310118")
    sign_in(client, "shen", "wrong-password-1")
    assert sign_in(client, "shen").status_code == 302
    client.post("/account/logout/")
    assert verbs() == ["access.log_in_refused", "access.log_in", "access.log_out"]
    rows = {row.verb: row for row in Change.objects.filter(verb__startswith="access.log")}
    assert rows["access.log_in_refused"].user_name == "shen"
    assert (rows["access.log_in"].user_id, rows["access.log_out"].user_id) == (user.pk, user.pk)
    assert PASSWORD not in str([row.after for row in rows.values()])
    assert "wrong-password-1" not in str([row.after for row in rows.values()])
    assert verify("changes").fault == ""


def test_throttle_repeated_refusals_even_for_the_right_password(make_user, client) -> None:
    make_user("auditor", username="shen")
    for attempt in range(5):
        sign_in(client, "shen", f"wrong-{attempt}")
    answer = sign_in(client, "shen")
    assert answer.status_code == 429 or (answer.status_code == 200 and answer.context["form"].errors)
    assert "_auth_user_id" not in client.session


def test_let_a_closed_log_in_not_enter(make_user, client, by, at) -> None:
    user = make_user("auditor", username="shen")
    client.force_login(user)
    actions.set_active(user_id=user.pk, is_active=False, by=by, at=at)
    assert "login" in client.get(reverse("audit:changes")).url
    fresh = Client()
    sign_in(fresh, "shen")
    assert "_auth_user_id" not in fresh.session


def test_open_no_door_for_strangers(db, client) -> None:
    answer = client.post("/account/signup/", {"username": "stranger", "password1": PASSWORD})
    assert not User.objects.filter(username="stranger").exists()
    assert answer.status_code in {200, 302, 403, 404}


def test_replace_a_first_password_before_anything_else(db, client, by, at, make_user) -> None:
    user = make_user("auditor", username="new", area="310118")
    actions.reset_password(user_id=user.pk, password="Handed-over-7", by=by, at=at)
    sign_in(client, "new", "Handed-over-7")
    change = reverse("account_change_password")
    assert client.get(reverse("audit:changes")).url == change
    assert client.get(change).status_code == 200
    values = {"oldpassword": "Handed-over-7", "password1": "My-own-lamp-8", "password2": "My-own-lamp-8"}
    assert client.post(change, values).headers["Location"] == reverse("home")
    assert client.get(reverse("audit:changes")).status_code == 200
    assert Change.objects.filter(verb="access.change_password").count() == 1


@pytest.fixture
def code_required(settings) -> None:
    settings.STAFF_CODE_REQUIRED = True


def test_hold_staff_at_the_door_until_codes_are_set_up(code_required, make_user, client_of) -> None:
    user = make_user("auditor", area="310118")
    client = client_of(user)
    assert client.get(reverse("audit:changes")).url == reverse("mfa_activate_totp")
    assert client.get(reverse("home")).url == reverse("mfa_activate_totp")
    TOTP.activate(user, generate_totp_secret())
    assert client.get(reverse("audit:changes")).status_code == 200


def test_set_up_codes_from_the_first_page_to_the_desk(code_required, make_user, client) -> None:
    make_user("auditor", username="shen", area="310118")
    sign_in(client, "shen")
    ask_again = client.get(client.get(reverse("home")).url).url
    assert client.get(ask_again).status_code == 200
    page = client.get(client.post(ask_again, {"password": PASSWORD}).url)
    assert page.status_code == 200
    code = hotp_value(page.context["form"].secret, int(time.time()) // TOTP_PERIOD)
    wrong = "000000" if f"{code:06}" != "000000" else "000001"
    assert client.post(reverse("mfa_activate_totp"), {"code": wrong}).status_code == 200
    assert client.get(reverse("audit:changes")).url == reverse("mfa_activate_totp")
    assert client.post(reverse("mfa_activate_totp"), {"code": f"{code:06}"}).status_code == 302
    assert client.get(reverse("audit:changes")).status_code == 200


def test_ask_no_code_of_older_people(code_required, make_user, client_of) -> None:
    client = client_of(make_user("older_person", person_id=3))
    assert client.get(reverse("outbox:notices")).status_code == 200


def test_ask_the_code_at_log_in(code_required, make_user, client) -> None:
    user = make_user("auditor", username="shen", area="310118")
    TOTP.activate(user, generate_totp_secret())
    answer = sign_in(client, "shen")
    assert answer.url.split("?")[0] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert "login" in client.get(reverse("audit:changes")).url


def test_end_an_idle_session_later_for_older_people_and_afield(make_user, client_of, settings) -> None:
    settings.IDLE_MINUTES_MAX, settings.FIELD_IDLE_MINUTES_MAX = 20, 240
    client = client_of(make_user("auditor", area="310118"))
    client.get(reverse("access:session"))
    assert client.session.get_expiry_age() == 1200
    client = client_of(make_user("older_person", person_id=3))
    client.get(reverse("access:session"))
    assert client.session.get_expiry_age() == 3600
    for role in ("carer", "assessor"):
        client = client_of(make_user(role, organisation_id=7))
        client.get(reverse("access:session"))
        assert client.session.get_expiry_age() == 14_400


def test_answer_the_idle_warning_only_while_signed_in(make_user, client_of, client) -> None:
    assert client.get(reverse("access:session")).status_code == 302
    assert client_of(make_user("auditor")).head(reverse("access:session")).status_code == 204


def test_switch_the_language(make_user, client_of) -> None:
    client = client_of(make_user("auditor", area="310118"))
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get(reverse("audit:changes")).text


def test_add_a_user_by_command(db, monkeypatch, client) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Handed-over-7\n"))
    call_command("access_user_add", "chief", name="主管", role="administrator", password_stdin=True)
    user = User.objects.get(username="chief")
    assert (user.password_is_first, user.posts.get().role) == (True, "administrator")
    assert sign_in(client, "chief", "Handed-over-7").status_code == 302


@pytest.mark.parametrize(
    ("password", "role", "words"),
    [
        ("weak", "administrator", "8"),
        ("Handed-over-7", "town_clerk", "街镇"),
        ("Handed-over-7", "older_person", "老年人"),
    ],
)
def test_say_why_a_user_cannot_be_added(db, monkeypatch, password: str, role: str, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    with pytest.raises(CommandError, match=words):
        call_command("access_user_add", "chief", name="主管", role=role, password_stdin=True)
    assert not User.objects.exists()
