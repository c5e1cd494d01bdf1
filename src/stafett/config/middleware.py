"""What every request passes first."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("stafett.requests")
MEGA = 1_000_000


def tell_the_log(get_response: Handler) -> Handler:
    """Write a line for each request: which page, how it went, how long it took.

    Neither the address itself, which may hold a secret, nor anything about who asked.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else ""
        told = {
            "method": request.method,
            "route": f"/{route}",
            "status": response.status_code,
            "ms": round((perf_counter() - started) * 1000, 1),
        }
        log.info("request", extra={"told": told})
        return response

    return middleware


def refuse_too_large(get_response: Handler) -> Handler:
    """Refuse more than any page takes before it is read: nobody fills the disk by sending."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _size_of(request) > settings.MOST_SENT_BYTES:
            most = settings.MOST_SENT_BYTES // MEGA - 1
            return render(request, "413.html", {"most": most}, status=413)
        return get_response(request)

    return middleware


def _size_of(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or ""
    return int(told) if told.isdecimal() else 0


def refuse_unreadable(get_response: Handler) -> Handler:
    """Refuse what no page of ours sends, and no database can keep.

    An address with a NUL, which PostgreSQL cannot look for; a form in another encoding, which
    may hold halves of signs.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.path + request.META.get("QUERY_STRING", "")
        encoding = (request.encoding or "utf-8").lower()
        if "\x00" in asked or "%00" in asked or encoding not in ("utf-8", "utf8"):
            return render(request, "400.html", status=400)
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return _only_sent(request, response)
        return response

    return middleware


def _only_sent(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Explain an address that only takes what a form sends, as after signing in again."""
    page = render(request, "405.html", status=refused.status_code)
    page.headers["Allow"] = refused.headers["Allow"]
    return page
