"""Who acts, known to every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.organisations import queries
from stafett.organisations.demands import DEMANDED
from stafett.organisations.models import Role

Handler = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "role"


def know_who_acts(get_response: Handler) -> Handler:
    """Put ``acting``, ``roles`` and ``may_administer`` on the request, read when first asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.roles = SimpleLazyObject(lambda: _roles(request))  # type: ignore[attr-defined]
        request.acting = SimpleLazyObject(lambda: _acting(request))  # type: ignore[attr-defined]
        request.may_administer = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: request.acting.may_administer  # type: ignore[attr-defined]
        )
        return get_response(request)

    return middleware


def _roles(request: HttpRequest) -> list[Role]:
    return queries.roles_of(request.user.pk, timezone.localdate())


def _acting(request: HttpRequest) -> Acting:
    roles = list(request.roles)  # type: ignore[attr-defined]
    chosen = request.session.get(SESSION_KEY)
    role = next((role for role in roles if role.pk == chosen), roles[0] if roles else None)
    acting = queries.acting_as(request.user, role, timezone.localdate())
    tell_database(acting)
    return acting


OWN_SIGN_IN = ("mfa_", "account_")
ALSO_OPEN = {"people:language", "benefits:by_link", "alive", "ready"}


def lead_to_second_factor(get_response: Handler) -> Handler:
    """Lead those whose organisation asks for two steps to their own sign-in, and nowhere else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.get(DEMANDED) and not _is_open_without(request.path_info):
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _is_open_without(path: str) -> bool:
    try:
        name = resolve(path).view_name
    except Resolver404:
        return True
    return name.startswith(OWN_SIGN_IN) or name in ALSO_OPEN
