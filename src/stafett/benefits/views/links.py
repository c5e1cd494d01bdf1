"""The page behind a link in a mail: one number, without signing in.

The link is the right: no session is asked or trusted, so that there is nothing for another site
to ride on, and the page works in a mail program's own browser. Looking never spends it.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stafett.benefits.actions import links as actions
from stafett.benefits.forms.measuring import LinkForm
from stafett.benefits.models import ReadingLink
from stafett.benefits.queries import links as queries
from stafett.benefits.queries import measuring
from stafett.benefits.rules.links import NoLonger
from stafett.indicators import queries as indicators
from stafett.indicators.models import Observation
from stafett.lib import Refused
from stafett.lib.doors import sent
from stafett.people.rules import spoken

GONE = 410


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Write the one number a mail asked for."""
    now = timezone.now()
    try:
        link = queries.found(token)
        with translation.override(_language_of(link)):
            return _quiet(_page(request, token, link, now))
    except NoLonger as reason:
        return _quiet(render(request, "benefits/link_gone.html", {"why": reason}, status=GONE))


def _page(request: HttpRequest, token: str, link: ReadingLink, now: datetime) -> HttpResponse:
    try:
        queries.holding(token, now=now)
        form = LinkForm(sent(request), commitment=link.commitment, initial=_initial(link))
        if reading := form.is_valid() and _written(form, token, now):
            return render(request, "benefits/link_done.html", _done(link, reading))
    except NoLonger as reason:
        context = {"why": reason, "commitment": link.commitment}
        return render(request, "benefits/link_gone.html", context, status=GONE)
    return render(request, "benefits/by_link.html", _asked(link, form))


def _written(form: LinkForm, token: str, now: datetime) -> Observation | None:
    try:
        return actions.measure_by_link(token=token, told=form.measured(), now=now)
    except NoLonger:
        raise
    except Refused as reason:
        form.refuse(reason)
        return None


def _initial(link: ReadingLink) -> dict[str, Any]:
    return {"volume": link.commitment.volume}


def _asked(link: ReadingLink, form: LinkForm) -> dict[str, Any]:
    promise = link.commitment
    last = measuring.last_reading(promise)
    shown = indicators.row_of(promise.benefit.indicator, last) if last else None
    period = queries.period_of(link)
    return {"form": form, "link": link, "commitment": promise, "last": shown, "period": period}


def _done(link: ReadingLink, reading: Observation) -> dict[str, Any]:
    row = indicators.row_of(link.commitment.benefit.indicator, reading)
    return {"link": link, "commitment": link.commitment, "row": row}


def _language_of(link: ReadingLink) -> str:
    """Return the language the mail was in."""
    municipality = link.commitment.municipality
    return spoken(link.person.language) or spoken(municipality.default_language) or "nb"


def _quiet(response: HttpResponse) -> HttpResponse:
    """Let the address be told to nobody: no referrer, no copy kept, no search engine."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Content-Language"] = translation.get_language() or ""
    return response
