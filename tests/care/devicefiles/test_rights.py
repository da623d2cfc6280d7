"""The broker's files: every device that may log in, nobody who may not, receivers as they were."""

import base64
import hashlib
import stat

import pytest
from django.core.management import CommandError, call_command

from tests.care import story
from yinling.care.devices.actions import registering
from yinling.care.devices.actions.registering import DeviceDetails

pytestmark = pytest.mark.django_db


def device(account: str, *, secret: str = "", protocol: str = "json") -> int:
    details = DeviceDetails("smoke", protocol, account, story.TOWN, secret=secret)
    return registering.register(details, by=story.clerk(), at=story.AT).pk


def test_write_who_may_log_in_and_what_they_may_say(tmp_path, capsys) -> None:
    device("smoke-1", secret="tomato soup")
    for account, secret in (("smoke-2", ""), ("smoke/3", "soup"), ("receiver-a", "mine")):
        device(account, secret=secret)
    device("1234", secret="0123456789ABCDEF", protocol="dc09")
    registering.retire(device_id=device("smoke-4", secret="soup"), by=story.clerk(), at=story.AT)
    (tmp_path / "passwords").write_text("receiver-a:$7$kept\ngone:$7$old\n")
    call_command("devices_rights", folder=tmp_path, receiver=["receiver-a"])
    kept, line = (tmp_path / "passwords").read_text().splitlines()
    assert kept == "receiver-a:$7$kept"
    user, _, hashed = line.partition(":")
    _, kind, rounds, salt, digest = hashed.split("$")
    made = hashlib.pbkdf2_hmac("sha512", b"tomato soup", base64.b64decode(salt), int(rounds))
    assert (user, kind, base64.b64decode(digest)) == ("smoke-1", "7", made)
    acl = (tmp_path / "acl").read_text()
    assert "pattern write yinling/%u/event\n" in acl
    assert "user receiver-a\n" in acl
    assert "topic read yinling/+/event\n" in acl
    assert "readwrite" not in acl
    assert stat.S_IMODE((tmp_path / "passwords").stat().st_mode) & 0o007 == 0
    assert "1 台设备可以登录，3 台没有密钥或者账号不能用" in capsys.readouterr().out


def test_ask_for_a_receivers_password_first(tmp_path) -> None:
    with pytest.raises(CommandError, match="mosquitto_passwd"):
        call_command("devices_rights", folder=tmp_path, receiver=["receiver-a"])
    assert not list(tmp_path.iterdir())
