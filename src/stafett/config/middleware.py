"""What every request passes first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Handler = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Handler) -> Handler:
    """Refuse addresses with a NUL: no page has one, and PostgreSQL cannot look for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.path + request.META.get("QUERY_STRING", "")
        if "\x00" in asked or "%00" in asked:
            return render(request, "400.html", status=400)
        return get_response(request)

    return middleware
