"""Background jobs of the register: preview and apply a batch. Each may be run again; neither doubles anything."""

from django.utils import timezone
from django_tasks import task

from yinling.engines.linkage.columns import RosterRefused
from yinling.foundation.documents.queries import content
from yinling.people.registry.actions.importing import apply_batch, fail_batch, preview_batch, read_roster
from yinling.people.registry.models import ImportBatch

BROKEN = "处理中断：系统内部错误，已导入的行不受影响，可以继续"


@task()
def preview_import(batch_id: int) -> None:
    """Works out what a batch would change."""
    try:
        preview_batch(batch_id=batch_id, at=timezone.now())
    except RosterRefused as fault:
        fail_batch(batch_id=batch_id, reason=str(fault))
    except Exception:
        fail_batch(batch_id=batch_id, reason=BROKEN)
        raise


@task()
def apply_import(batch_id: int) -> None:
    """Stores a batch from where it stands."""
    batch = ImportBatch.objects.get(pk=batch_id)
    try:
        table = read_roster(content(batch.document_id or 0), batch.file_name)
        apply_batch(batch_id=batch_id, table=table, at=timezone.now())
    except Exception:
        fail_batch(batch_id=batch_id, reason=BROKEN)
        raise
