"""Verbs of evidence: whoever reads a proof leaves a trace."""

from datetime import datetime

from django.db import transaction

from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.oversight.evidence.queries.proofs import ProofPage, proof


@transaction.atomic
def read_proof(*, visit_id: int, by: Actor, at: datetime) -> ProofPage | None:
    """The proof of a visit, its read kept in the book of reads; None if there is none for the actor."""
    found = proof(visit_id, actor=by, at=at)
    if found is not None:
        fields = ["started_at", "ended_at", "marks"]
        record_read(by=by, at=at, subject=f"visit:{visit_id}", fields=fields, area=found.area, reason="核对付款凭证")
    return found
