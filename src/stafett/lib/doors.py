"""What the doors of every room do alike: read what was sent, and take a rule's no."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from stafett.lib.inputs import Form
from stafett.lib.rules import Refused


def sent(request: HttpRequest) -> Any:
    """Return what was sent, be it nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that somebody came from to fill something in; ``?til=`` names it."""
    path = request.GET.get("til", "")
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def done(request: HttpRequest, form: Form, action: Callable[..., Any]) -> Any:
    """Return what the action gave, or False where a rule said no, with its reason on the form."""
    try:
        return action(by=request.acting, now=timezone.now())  # type: ignore[attr-defined]
    except Refused as reason:
        form.refuse(reason)
        return False


def as_attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file to keep."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
