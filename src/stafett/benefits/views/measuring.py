"""Pages about what was read, why less came, and what the municipality concludes."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stafett.benefits.actions import measuring as actions
from stafett.benefits.forms import measuring as forms
from stafett.benefits.models import Commitment
from stafett.benefits.queries import measuring as queries
from stafett.benefits.queries import readings
from stafett.benefits.rules import measuring as rules
from stafett.benefits.rules import states
from stafett.benefits.sheets import readings as sheets
from stafett.indicators import queries as indicators
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def all_readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that was read of a promise, with who noted it, when and how."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    context = {"measuring": readings.measuring_of(request.acting, found), "commitment": found}
    return render(request, "benefits/readings.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give all that was read of a promise as a file."""
    book = sheets.readings(
        request.acting, get_object_or_404(queries.visible(request.acting), pk=pk)
    )
    return as_xlsx(_("readings"), book, by=request.acting, now=now())


@get_and_post
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one number; ``?maling=`` names a reading that is to be mended."""
    found = _of(request, pk)
    if not rules.may_measure(request.acting, municipality_id=found.municipality_id):
        raise Http404
    if _is_out_of_turn(request, found, "measure"):
        return redirect(found)
    suggested = queries.suggestion(found, _asked_for(request), request.acting.day)
    initial = forms.MeasureForm.initial_from(found, suggested)
    form = forms.MeasureForm(sent(request), commitment=found, initial=initial)
    if form.is_valid():
        action = partial(actions.measure, commitment=found, **form.measured())
        if reading := done(request, form, action):
            mended = _("Corrected. What it said before is kept.")
            messages.success(request, mended if reading.supersedes_id else _("Noted. Thank you."))
            return redirect(found)
    last = suggested.corrects or suggested.last
    shown = indicators.row_of(found.benefit.indicator, last) if last else None
    context = {"form": form, "commitment": found, "suggested": suggested, "last": shown}
    return render(request, "benefits/measure.html", context)


@get_and_post
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why less came than was promised."""
    found = _of(request, pk)
    if not rules.may_explain(request.acting, **_whose(found)):
        raise Http404
    standing = queries.standing(found, today=request.acting.day)
    if request.method != "POST" and not standing.waits_for_a_cause:
        messages.info(request, _("There is no shortfall to explain."))
        return redirect(found)
    initial = {"period_end": standing.latest.period_end if standing.latest else None}
    form = forms.ExplainForm(sent(request), initial=initial)
    if form.is_valid():
        action = partial(actions.explain, commitment=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Noted. It stands beside the reading."))
            return redirect(found)
    context = {"form": form, "commitment": found, "says": readings.told(standing)}
    return render(request, "benefits/explain.html", context)


@get_and_post
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it."""
    found = _of(request, pk)
    if not rules.may_conclude(request.acting, **_whose(found)):
        raise Http404
    if _is_out_of_turn(request, found, "conclude"):
        return redirect(found)
    form = forms.ConcludeForm(sent(request))
    if form.is_valid():
        action = partial(actions.conclude, commitment=found, **form.concluded())
        if done(request, form, action):
            messages.success(request, _("Concluded. Earlier conclusions can still be read."))
            return redirect(found)
    page = readings.measuring_of(request.acting, found)
    context = {"form": form, "commitment": found, "measuring": page}
    return render(request, "benefits/conclude.html", context)


# --- what the pages share -------------------------------------------------------------------


def _of(request: HttpRequest, pk: int) -> Commitment:
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _whose(found: Commitment) -> dict[str, Any]:
    return {"municipality_id": found.municipality_id, "owner_id": found.owner_id}


def _is_out_of_turn(request: HttpRequest, found: Commitment, event: str) -> bool:
    """Tell those who only look what there is to do instead; what is sent, the action judges."""
    if request.method == "POST" or event in states.STATES[found.state]:
        return False
    messages.info(request, states.why_not(found.state))
    return True


def _asked_for(request: HttpRequest) -> int | None:
    asked = request.GET.get("maling", "")
    return int(asked) if asked.isdecimal() and len(asked) < 18 else None
