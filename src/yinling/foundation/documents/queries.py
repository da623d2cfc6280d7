"""Questions to the documents."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from yinling.foundation.documents.models import Document, mandates
from yinling.gateways.among import LIST_MAX, among
from yinling.gateways.sealing import present_seal, unseal_bytes
from yinling.kernel.actor import Actor


@dataclass(frozen=True)
class DocumentLine:
    """One document in a list."""

    id: int
    name: str
    kind: str
    content_type: str
    size_bytes: int
    kept_at: datetime
    kept_by_name: str
    is_image: bool


def represent_with(represented_by: Callable[..., Sequence[int]]) -> None:
    """Whom an agent represents: `represented_by(actor, on=day)` → person ids, told once by the wiring."""
    if represented_by not in mandates:
        mandates.append(represented_by)


def about(about: str, *, actor: Actor, on: date) -> list[DocumentLine]:
    """The documents of one matter that the actor may see on a day, oldest first."""
    rows = Document.objects.visible_to(actor, on=on).filter(about=about).order_by("pk")
    return [
        DocumentLine(
            id=row.pk,
            name=row.name,
            kind=row.kind,
            content_type=row.content_type,
            size_bytes=row.size_bytes,
            kept_at=row.kept_at,
            kept_by_name=row.kept_by_name,
            is_image=row.content_type.startswith("image/"),
        )
        for row in rows
    ]


def content(document_id: int) -> bytes:
    """The bytes of a document. The caller has checked the reader's scope and logs the read. Raises SealBroken."""
    document = Document.objects.get(pk=document_id)
    with default_storage.open(path_of(document.stored_as)) as file:
        return unseal_bytes(file.read(), context=f"document:{document.stored_as}")


def same_content(document_ids: Collection[int]) -> dict[int, str]:
    """Digests of the documents and of all others that have one of their contents, by number."""
    digests: set[str] = set()
    for part in among("pk", document_ids):
        rows = Document.objects.filter(part).values_list("pk", "sha256")
        digests |= {digest for pk, digest in rows if pk in document_ids}
    wanted = sorted(digests)
    found: dict[int, str] = {}
    for at in range(0, len(wanted), LIST_MAX):
        equal = Document.objects.filter(sha256__in=wanted[at : at + LIST_MAX])
        found |= dict(equal.values_list("pk", "sha256"))
    return found


def path_of(stored_as: str) -> str:
    """Where the sealed bytes lie in the file store: `<cipher>.<key id>.<number>`, spread over folders."""
    return f"{stored_as.rpartition('.')[2][:2]}/{stored_as}"


def unsealed_by_present_key() -> QuerySet[Document]:
    """Documents whose file bears the seal of a retired key."""
    return Document.objects.exclude(stored_as__startswith=present_seal()).order_by("pk")
