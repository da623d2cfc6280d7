"""The verb of documents: keep a file."""

import hashlib
import os
import re
import uuid
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yinling.foundation.audit.actions import record
from yinling.foundation.documents.models import Document
from yinling.foundation.documents.queries import content as content_of
from yinling.foundation.documents.queries import path_of, unsealed_by_present_key
from yinling.gateways.filetypes import ENDINGS, NAMES, sniff
from yinling.gateways.sealing import present_seal, seal_bytes
from yinling.kernel.actor import Actor

_NAME_LENGTH_MAX = 120


class FileRefused(Exception):
    """The file is not taken; the text says why, to a person."""


def keep(
    *,
    content: bytes,
    name: str,
    kind: str,
    about: str,
    by: Actor,
    at: datetime,
    area: str = "",
    organisation_id: int | None = None,
    person_id: int | None = None,
) -> Document:
    """Seals a file and keeps it. The same content of the same kind about the same matter is kept once.

    Raises FileRefused: empty, too large, or not a kind that is taken.
    """
    content_type = _accepted_type(content, name)
    fingerprint = hashlib.sha256(content).hexdigest()
    known: Document | None = Document.objects.filter(
        about=about, kind=kind, sha256=fingerprint, area=area, organisation_id=organisation_id, person_id=person_id
    ).first()
    if known:
        return known
    stored_as = _store(content)
    with transaction.atomic():
        document = Document.objects.create(
            name=safe_name(name, content_type),
            kind=kind,
            content_type=content_type,
            size_bytes=len(content),
            sha256=fingerprint,
            stored_as=stored_as,
            about=about,
            area=area,
            organisation_id=organisation_id,
            person_id=person_id,
            kept_at=at,
            kept_by_id=by.user_id,
            kept_by_name=by.name,
        )
        record(
            by=by, at=at, verb="documents.keep", subject=f"document:{document.pk}", area=area,
            after={"kind": kind, "about": about, "sha256": fingerprint, "size_bytes": len(content)},
        )  # fmt: skip
    return document


def safe_name(name: str, content_type: str) -> str:
    """A name without folders, control characters or a false ending."""
    plain = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\"<>|:*?]", "", PurePath(name.replace("\\", "/")).name)
    stem, ending = os.path.splitext(plain.strip(" ."))
    stem, endings = stem[:_NAME_LENGTH_MAX].strip(" .") or "文件", ENDINGS[content_type]
    return stem + (ending.lower() if ending.lower() in endings else endings[0])


def _accepted_type(content: bytes, name: str) -> str:
    if not content:
        raise FileRefused(_("文件是空的：%(name)s") % {"name": name})
    if len(content) > settings.UPLOAD_BYTES_MAX:
        megabytes = settings.UPLOAD_BYTES_MAX // (1024 * 1024)
        raise FileRefused(_("文件超过 %(size)d MB，请压缩后再传") % {"size": megabytes})
    content_type = sniff(content)
    if content_type is None:
        kinds = "、".join(NAMES.values())
        raise FileRefused(_("不能识别这个文件。可以上传：%(kinds)s") % {"kinds": kinds})
    return content_type


def reseal_files(count: int) -> int:
    """Seals up to `count` files again with the present key; how many were done. Raises SealBroken."""
    rows = unsealed_by_present_key()[:count]
    for document in rows:
        old, new = document.stored_as, _store(content_of(document.pk))
        # The plain queryset writes the one column that is no content: where the sealed bytes lie.
        changed = QuerySet(Document).filter(pk=document.pk, stored_as=old).update(stored_as=new)
        default_storage.delete(path_of(old if changed else new))
    return len(rows)


def _store(content: bytes) -> str:
    """Written before the row: a crash in between leaves a sealed file that nothing names, never a row without one."""
    name = f"{present_seal()}{uuid.uuid4().hex}"
    default_storage.save(path_of(name), ContentFile(seal_bytes(content, context=f"document:{name}")))
    return name
