"""For whoever may see a document: its content, and a log of who looked."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.foundation.audit.actions import record_read
from yinling.foundation.documents import queries
from yinling.foundation.documents.models import Document
from yinling.gateways.filetypes import IMAGES


@page("documents.view", "elder.own", "elder.represent")
@require_safe
def file(request: Request, document_id: int) -> HttpResponse:
    """The file itself: photographs in the page, everything else as a download."""
    visible = Document.objects.visible_to(request.actor, on=timezone.localdate())
    found = get_object_or_404(visible, pk=document_id)
    content = queries.content(found.pk)
    record_read(
        by=request.actor, at=timezone.now(), subject=found.about, fields=[f"document:{found.pk}"], area=found.area
    )
    response = HttpResponse(content, content_type=found.content_type)
    shown = "inline" if found.content_type in IMAGES else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(found.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [path("<int:document_id>/", file, name="file")]
