"""Pages for when something is not right."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from stafett.config import health

PLAIN = "text/plain; charset=utf-8"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request cannot be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is somebody else's to do."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is from an old page."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here, or nothing this person may see."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """Say that the fault is ours. Needs neither database nor session."""
    return HttpResponse(get_template("500.html").render(), status=500)


# --- for those who look after the installation ------------------------------------------------


@never_cache
@login_not_required
@transaction.non_atomic_requests
def alive(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing is asked of the database."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
@login_not_required
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether people can be let in, and else what is in the way."""
    lacks = health.lacks()
    return HttpResponse(f"{lacks or 'ok'}\n", content_type=PLAIN, status=503 if lacks else 200)


@never_cache
@login_not_required
@transaction.non_atomic_requests
def figures(request: HttpRequest) -> HttpResponse:
    """Tell those with the key how jobs and mail go, as Prometheus reads it."""
    given = request.headers.get("Authorization", "")
    key = settings.METRICS_KEY
    if not key or not constant_time_compare(given, f"Bearer {key}"):
        raise Http404
    try:
        told = health.figures(timezone.now())
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type=PLAIN, status=503)
    return HttpResponse(told, content_type="text/plain; version=0.0.4; charset=utf-8")
