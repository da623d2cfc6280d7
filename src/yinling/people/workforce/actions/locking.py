"""Holding workers still while somebody decides about their day."""

from collections.abc import Collection

from yinling.people.workforce.models import Worker


def lock_workers(worker_ids: Collection[int]) -> None:
    """Keeps others from deciding about these workers until the transaction ends; in order, so that none block."""
    list(Worker.objects.select_for_update().filter(pk__in=list(worker_ids)).order_by("pk").values_list("pk", flat=True))
