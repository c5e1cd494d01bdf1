"""Pages about yardsticks and readings."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stafett.indicators import actions, forms, queries, rules, sheets
from stafett.indicators.models import Indicator
from stafett.lib.doors import came_from, done, sent
from stafett.lib.sheets import as_xlsx
from stafett.organisations import queries as organisations
from stafett.ui.figures import number

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """List the yardsticks one may measure by."""
    _must_be_somebody(request)
    yardsticks = list(queries.yardsticks(request.acting))
    context = {
        "yardsticks": yardsticks,
        "has_readings": any(row.readings for row in yardsticks),
        "may_keep": rules.may_keep(request.acting, request.acting.organisation_id),
    }
    return render(request, "indicators/list.html", context)


@require_safe
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a yardstick and what it read here."""
    found = _visible(request, pk)
    page = queries.indicator_page(request.acting, found)
    return render(request, "indicators/indicator.html", {"page": page, "indicator": found})


@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Give the list of yardsticks as a file."""
    _must_be_somebody(request)
    book = sheets.yardsticks(request.acting)
    return as_xlsx(_("indicators"), book, by=request.acting, now=now())


@require_safe
def readings_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give what a yardstick read here as a file."""
    book = sheets.readings(request.acting, _visible(request, pk))
    return as_xlsx(_("readings"), book, by=request.acting, now=now())


@get_and_post
def define(request: HttpRequest) -> HttpResponse:
    """Define a yardstick."""
    if not rules.may_keep(request.acting, request.acting.organisation_id):
        raise Http404
    form = forms.IndicatorForm(sent(request), acting=request.acting)
    if form.is_valid():
        action = partial(actions.define, defined=form.defined())
        if new := done(request, form, action):
            messages.success(
                request, _("The yardstick is defined. Read it once, so that you have a baseline.")
            )
            return redirect(came_from(request) or new)
    context = {"form": form, "back": came_from(request)}
    return render(request, "indicators/define.html", context)


@get_and_post
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Define a new version of a yardstick."""
    found = _visible(request, pk)
    if not rules.may_keep(request.acting, found.owner_id) or found.retired_on:
        raise Http404
    initial = forms.IndicatorForm.initial_from(found)
    form = forms.IndicatorForm(sent(request), initial=initial, acting=request.acting)
    if form.is_valid():
        action = partial(actions.renew, indicator=found, defined=form.defined())
        if new := done(request, form, action):
            messages.success(
                request, _("The new version is ready. Earlier readings stay with the old one.")
            )
            return redirect(new)
    return render(request, "indicators/define.html", {"form": form, "indicator": found})


@get_and_post
def observe(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a reading."""
    found = _readable(request, pk)
    form = forms.ObservationForm(sent(request), indicator=found, acting=request.acting)
    if form.is_valid():
        action = partial(actions.observe, indicator=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Noted."))
            return redirect(came_from(request) or found)
    context = {"form": form, "indicator": found, "back": came_from(request)}
    return render(request, "indicators/observe.html", context)


@get_and_post
def many(request: HttpRequest, pk: int) -> HttpResponse:
    """Note many readings at once: looked at first, then all or none."""
    found = _readable(request, pk)
    form = forms.ManyForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        acting=request.acting,
        initial=_begun(request),
    )
    preview = None
    if form.is_valid():
        preview = queries.preview(request.acting, found, form.pasted, form.asked())
        is_seen = form.cleaned_data["seen"] == preview.digest
        is_meant = "save" in request.POST and preview.may_save and is_seen
        if is_meant and (noted := _noted(request, form, found, preview)):
            messages.success(request, _many_noted(len(noted)))
            return redirect(found)
        form.note_seen(preview.digest)
    context = {"form": form, "indicator": found, "preview": preview, "decimals": _decimals(preview)}
    return render(request, "indicators/many.html", context)


@require_safe
def to_fill_in(request: HttpRequest, pk: int) -> FileResponse:
    """Take along a workbook with the units, to fill in and send again."""
    book = sheets.to_fill_in(request.acting, _readable(request, pk))
    return as_xlsx(_("to-fill-in"), book, by=request.acting, now=now())


def _decimals(preview: queries.Preview | None) -> int:
    """Return how many decimals it takes to show every value alike."""
    values = [row.value for row in preview.noted if row.value is not None] if preview else []
    return 0 if all(value == round(value) for value in values) else 2


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the page begins with: a line for each unit, and the month that was."""
    end = request.acting.day.replace(day=1) - timedelta(days=1)
    begun = {"period_start": end.replace(day=1), "period_end": end, "what": forms.PERIODS}
    units = [unit.name for unit in organisations.open_units(request.acting.organisation_id)]
    if len(units) < 2:
        return begun
    return {**begun, "what": forms.UNITS, "lines": "".join(f"{name}\t\n" for name in units)}


def _noted(
    request: HttpRequest, form: forms.ManyForm, found: Indicator, preview: queries.Preview
) -> Any:
    new = [actions.New(row.place, row.period, dict(row.numbers), row.there)
           for row in preview.noted if row.period]  # fmt: skip
    return done(request, form, partial(actions.observe_many, indicator=found, readings=new))


def _many_noted(count: int) -> str:
    said = ngettext("%(count)s reading is noted.", "%(count)s readings are noted.", count)
    return said % {"count": number(count)}


@get_and_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a reading; the one before stays."""
    observation = get_object_or_404(queries.observations(request.acting), pk=pk)
    found = observation.indicator
    if not rules.may_read(request.acting):
        raise Http404
    told = {name: getattr(observation, name) for name in forms.ReadingForm.base_fields}
    form = forms.ReadingForm(sent(request), indicator=found, initial=told)
    if form.is_valid():
        action = partial(actions.correct, observation=observation, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Corrected. What it said before is kept."))
            return redirect(found)
    context = {"form": form, "indicator": found, "observation": observation}
    return render(request, "indicators/observe.html", context)


@get_and_post
def reference(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what others read beside a yardstick."""
    found = _visible(request, pk)
    if not rules.may_keep(request.acting, found.owner_id):
        raise Http404
    form = forms.ReferenceForm(sent(request))
    if form.is_valid():
        action = partial(actions.add_reference, indicator=found, told=form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "indicators/reference.html", {"form": form, "indicator": found})


def _must_be_somebody(request: HttpRequest) -> None:
    if not request.acting.is_somebody:
        raise Http404


def _visible(request: HttpRequest, pk: int) -> Indicator:
    _must_be_somebody(request)
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _readable(request: HttpRequest, pk: int) -> Indicator:
    found = _visible(request, pk)
    if not rules.may_read(request.acting) or found.retired_on:
        raise Http404
    return found
