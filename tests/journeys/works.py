"""Pieces of work that a killed process can take up again."""

from django.core.management import call_command
from django.utils import timezone

from yinling.foundation.access.models import Post
from yinling.foundation.access.queries import actor_for
from yinling.kernel.actor import Actor
from yinling.needs.casework import actions as casework
from yinling.needs.casework.models import Case
from yinling.oversight.settlement import actions as settlement
from yinling.oversight.settlement.models import PaymentLine, PaymentRun


def actor(username: str) -> Actor:
    return actor_for(Post.objects.select_related("user").get(user__username=username))


def import_roster(path: str) -> None:
    call_command("registry_import", path, source="街镇", verbosity=0)


def decide_and_publish() -> None:
    """Every checked case is decided, every granted one published."""
    bureau, at = actor("bureau"), timezone.now()
    for case in Case.objects.filter(state="checked").order_by("pk"):
        casework.decide(case_id=case.pk, decision="grant", reason="同意", by=bureau, at=at)
    granted = list(Case.objects.filter(state="granted").values_list("pk", flat=True))
    if granted:
        casework.publish_notice(case_ids=granted, by=bureau, at=at)


def pay() -> None:
    """All that is owed, through both officers and the bank."""
    one, two, at = actor("finance"), actor("finance2"), timezone.now()
    run = PaymentRun.objects.exclude(state__in=["settled", "cancelled"]).first() or settlement.prepare_run(
        by=one, at=at
    )
    if run.state == "draft":
        run = settlement.approve_run(run_id=run.pk, by=two, at=at)
    if run.state == "approved":
        run = settlement.mark_sent(run_id=run.pk, bank_reference="受理1", by=two, at=at)
    for line in PaymentLine.objects.filter(run=run, state="waiting").order_by("number"):
        settlement.record_result(line_id=line.pk, outcome="paid", by=two, at=at)


def verify() -> None:
    """Everything that the system can prove about itself; each command raises or exits where it cannot."""
    for command in ("audit_verify", "books_verify", "settlement_verify"):
        call_command(command)


WORKS = {"import": import_roster, "decide": decide_and_publish, "pay": pay}
