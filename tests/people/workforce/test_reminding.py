"""Offices hear of certificates that run out, once at each step."""

from datetime import timedelta

from yinling.foundation.outbox.models import Notice
from yinling.kernel.dates import day_of
from yinling.people.workforce.actions.reminding import tell_expiring
from yinling.people.workforce.queries import fitness


def told(provider_id: int) -> list[str]:
    return list(Notice.objects.filter(organisation_id=provider_id).order_by("pk").values_list("text", flat=True))


def test_tell_sixty_and_thirty_days_ahead_and_when_it_has_run_out(employ, at) -> None:
    worker = employ(1, health_days=60)
    other = employ(2, place=1, health_days=61)
    assert (tell_expiring(at=at), tell_expiring(at=at)) == (1, 0)
    assert [words.split("：")[0] for words in told(worker.provider_id)] == ["1 张证书60 天内到期"]
    assert told(other.provider_id) == []
    assert tell_expiring(at=at + timedelta(days=29)) == 1
    assert tell_expiring(at=at + timedelta(days=30)) == 1
    assert "30 天内到期" in told(worker.provider_id)[-1]
    assert worker.name in told(worker.provider_id)[-1]
    assert fitness([worker.pk], skills=(), on=day_of(at) + timedelta(days=60))[worker.pk] == ()
    tell_expiring(at=at + timedelta(days=61))
    assert "已过期，不能派工" in told(worker.provider_id)[-1]
    assert fitness([worker.pk], skills=(), on=day_of(at) + timedelta(days=61))[worker.pk] != ()
    assert tell_expiring(at=at + timedelta(days=90)) == 1  # the other office's has run past its last step
