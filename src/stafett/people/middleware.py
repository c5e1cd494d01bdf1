"""The language of the screen: the person's, else the cookie's, else the browser's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from stafett.people.rules import language_from_browser, spoken

Handler = Callable[[HttpRequest], HttpResponse]


def speak_their_language(get_response: Handler) -> Handler:
    """Answer each request in the language its reader chose."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _language_of(request: HttpRequest) -> str:
    return (
        spoken(getattr(request.user, "language", ""))
        or spoken(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        or language_from_browser(request.headers.get("Accept-Language", ""))
        or settings.LANGUAGE_CODE
    )
