"""For machines: signed pushes of platforms over HTTP, and the handshake that opens an address.

A platform signs as OneNET does, in the message; any other sender signs time and bytes in two headers. What was taken
before is answered the same and not taken again.
"""

import json
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yinling.care.reception.actions import Repeated, take_push
from yinling.care.reception.domain import signing
from yinling.design.pages import Request, public_page
from yinling.engines.telemetry import onenet
from yinling.engines.telemetry.json_forms import PAYLOAD_MAX, Forms
from yinling.engines.telemetry.reports import Fault, FrameFault
from yinling.gateways.policy.devices import load_devices

TIME, SIGNATURE = "X-Yinling-Time", "X-Yinling-Signature"
RETRY_SECONDS = "5"
_STATUS = {Fault.SIGNATURE: 403, Fault.TIME: 403, Fault.NO_FORM: 404, Fault.TOO_LONG: 413}


@public_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def push(request: Request, form: str) -> HttpResponse:
    """Takes a push for good and says so; or tries the address, which echoes what is signed."""
    try:
        if request.method != "POST":
            return HttpResponse(onenet.echo(request.GET.dict(), settings.PUSH_TOKEN), content_type="text/plain")
        payload = _payload(request)
        signature = _signature(request, payload)
        reports = _forms(settings.PACK).read_named(form, payload)
        taken = take_push(reports, signature=signature, at=timezone.now())
    except FrameFault as fault:
        return JsonResponse({"taken": 0, "fault": fault.reason}, status=_STATUS.get(fault.reason, 400))
    except Repeated:
        return JsonResponse({"taken": 0, "repeated": True})
    except (OperationalError, InterfaceError):
        connection.close()
        return JsonResponse({"taken": 0, "fault": "away"}, status=503, headers={"Retry-After": RETRY_SECONDS})
    return JsonResponse({"taken": taken})


def _payload(request: Request) -> bytes:
    """The bytes sent, unless they are more than a message may be. Raises FrameFault."""
    said = request.headers.get("Content-Length", "0")
    if not said.isdecimal() or int(said[:10]) > PAYLOAD_MAX:
        raise FrameFault(Fault.TOO_LONG)
    return request.body


def _signature(request: Request, payload: bytes) -> str:
    """What tells this push from every other. Raises FrameFault if it is not signed."""
    if said := request.headers.get(SIGNATURE):
        seconds = request.headers.get(TIME, "")
        signing.verify(settings.PUSH_TOKEN, seconds, payload, said, at=timezone.now())
        return said
    onenet.verify_push(payload, settings.PUSH_TOKEN)
    message = json.loads(payload)
    return signing.signature(settings.PUSH_TOKEN, message["nonce"], message["signature"].encode())


@cache
def _forms(pack: str) -> Forms:
    return Forms(load_devices(pack).forms)


urlpatterns = [path("<slug:form>/", push, name="push")]
