"""Pages about the person who is signed in."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from stafett.lib import Acting
from stafett.people import actions, forms, queries


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show who I am signed in as, and let me change language and how I sign in."""
    context = {"roles": request.roles, "two_steps": queries.has_second_factor(request.user)}
    return render(request, "people/me.html", context)


def of_own_passkey(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show a page of the library's about a passkey only to whom it belongs."""

    @wraps(view)
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        own = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
        get_object_or_404(own, pk=pk)
        return view(request, pk=pk)

    return page


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the screen; remembered for the person, or in a cookie."""
    response = redirect(_page_to_return_to(request))
    form = forms.LanguageForm(request.POST)
    if not form.is_valid():
        return response
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        by = Acting(person_id=request.user.pk, name=request.user.name)
        actions.choose_language(person=request.user, language=chosen, by=by, now=timezone.now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=60 * 60 * 24 * 365,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _page_to_return_to(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "journey:home"
