"""How often one place may ask for what is heavy to answer, of those nobody knows.

What is counted stays in the worker's memory for a minute: no address is written down (ADR 7).
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

View = Callable[..., HttpResponse]
MOST, SECONDS = 60, 60
"""A town hall is many people behind one address; a program that sends by itself is faster."""


def not_too_often(view: View) -> View:
    """Take no more from one place in a minute than its people could mean; looking is free."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and _sent_from(request, view.__name__) > MOST:
            return render(request, "429_sent.html", status=429)
        return view(request, *args, **kwargs)

    return page


def _sent_from(request: HttpRequest, what: str) -> int:
    """Count one more, and return how many there are."""
    place = salted_hmac(__name__, place_of(request), algorithm="sha256").hexdigest()
    counted, key = caches["here"], f"sent.{what}.{place}"
    counted.add(key, 0, timeout=SECONDS)
    try:
        return counted.incr(key)
    except ValueError:  # it was forgotten in between
        return 1


def place_of(request: HttpRequest) -> str:
    """Return the address a request comes from; of the long kind, that of the whole house."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        told = request.headers.get("X-Forwarded-For", told).rpartition(",")[2].strip()
    try:
        found = ip_address(told)
    except ValueError:
        return told
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else told
