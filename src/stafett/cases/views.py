"""Pages about cases: the library, one case, telling it, and taking it up."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stafett.cases import actions, forms, queries, rules, sheets
from stafett.cases.models import Case
from stafett.cases.queries import draft
from stafett.initiatives import queries as initiatives
from stafett.lib.doors import done, sent
from stafett.lib.inputs import asked
from stafett.lib.sheets import as_xlsx
from stafett.trials import queries as trials
from stafett.trials import rules as trial_rules

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def library(request: HttpRequest) -> HttpResponse:
    """List the cases somebody may see; without signing in, the public ones."""
    form = forms.FilterForm(request.GET)
    filters = form.filters()
    page = queries.page_of_cases(request.acting, filters, request.GET.get("side", "1"))
    context = {
        "page": page,
        "form": form,
        "q": filters.text,
        "drafts": queries.drafts(request.acting),
    }
    return render(request, "cases/list.html", context)


@require_safe
@login_not_required
def workbook(request: HttpRequest) -> FileResponse:
    """Give the library as a file, all of it."""
    form = forms.FilterForm(request.GET)
    book = sheets.library(request.acting, form.filters(), asked(form))
    return as_xlsx(_("cases"), book, by=request.acting, now=timezone.now())


@require_safe
@login_not_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell one case: the need, what was done, what came of it, and where it went."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    page = queries.case_page(request.acting, found)
    context = {"page": page, "case": found, "step": page.next_step(request.acting)}
    template = "cases/case.html" if page.is_told else "cases/withdrawn.html"
    return render(request, template, context)


@get_and_post
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the case of an initiative, begun from what the lap has written."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    if not queries.may_tell_of_initiative(request.acting, found):
        raise Http404
    action = partial(actions.tell_of_initiative, initiative=found)
    begun = partial(draft.of_initiative, request.acting, found)
    return _telling(
        request, found, action, begun, queries.told_of(request.acting, initiative=found)
    )


@get_and_post
def tell_of_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the case of a test: one that was stopped in time is worth as much."""
    found = get_object_or_404(trials.visible(request.acting), pk=pk)
    if not queries.may_tell_of_trial(request.acting, found):
        raise Http404
    if found.state != trial_rules.DECIDED and request.method != "POST":
        messages.info(request, trial_rules.why_not(found.state))
        return redirect(found)
    action = partial(actions.tell_of_trial, trial=found)
    begun = partial(draft.of_trial, request.acting, found)
    return _telling(request, found, action, begun, queries.told_of(request.acting, trial=found))


@get_and_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a case better."""
    found = _kept(request, pk)
    form = forms.ChangeForm(sent(request), initial=forms.ChangeForm.initial_from(found))
    if form.is_valid():
        told, version = form.told(lang=found.lang), form.cleaned_data["version"]
        action = partial(actions.change, case=found, told=told, version=version)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "cases/tell.html", {"form": form, "case": found, "of": found})


@get_and_post
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a case, with the figures as they are today."""
    found = _kept(request, pk)
    today = queries.publishing(request.acting, found)
    form = forms.PublishForm(
        sent(request),
        acting=request.acting,
        choices=today.choices,
        initial=forms.PublishForm.initial_from(found, today.choices),
    )
    if form.is_valid():
        action = partial(actions.publish, case=found, **form.published())
        if done(request, form, action) is not False:
            messages.success(request, _("Published. Thank you for telling what did not work, too."))
            return redirect(found)
    context = {"form": form, "case": found, "today": today}
    return render(request, "cases/publish.html", context)


@get_and_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case back, with a reason."""
    found = _kept(request, pk)
    if "withdraw" not in rules.STATES[found.state] and request.method != "POST":
        messages.info(request, rules.why_not(found.state))
        return redirect(found)
    form = forms.WithdrawForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(actions.withdraw, case=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Withdrawn. Its address stays, and says so."))
            return redirect(found)
    return render(request, "cases/withdraw.html", {"form": form, "case": found})


@get_and_post
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case up: a need and an initiative in one's own organisation."""
    found = _others(request, pk)
    initial = forms.AdoptForm.initial_from(found)
    form = forms.AdoptForm(sent(request), acting=request.acting, case=found, initial=initial)
    if form.is_valid():
        action = partial(actions.adopt, case=found, **form.adopted())
        if adoption := done(request, form, action):
            messages.success(
                request, _("Taken up. Here is your own round: begin with what you stop doing.")
            )
            return redirect(adoption.initiative)
    return render(request, "cases/adopt.html", {"form": form, "case": found})


# --- what the pages share -------------------------------------------------------------------


def _kept(request: HttpRequest, pk: int) -> Case:
    """Return a case this person looks after; to others the page is not there."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    if not queries.may_change(request.acting, found):
        raise Http404
    return found


def _others(request: HttpRequest, pk: int) -> Case:
    """Return another organisation's case that there is something to take up from."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    is_own = found.organisation_id == request.acting.organisation_id
    if not request.acting.is_somebody or is_own or found.state != rules.PUBLISHED:
        raise Http404
    return found


def _telling(
    request: HttpRequest,
    of: Any,
    action: Callable[..., Case],
    begun: Callable[[], dict[str, Any]],
    told: Case | None,
) -> HttpResponse:
    """Show what the lap has written already; where somebody has begun, lead there."""
    if told is not None:
        return redirect(told)
    initial = begun() if request.method != "POST" else {}
    form = forms.CaseForm(sent(request), initial=initial)
    if form.is_valid():
        told_now = form.told(lang=request.acting.organisation_language)
        if new := done(request, form, partial(action, told=told_now)):
            messages.success(request, _("The draft is kept. Read it once more, and publish it."))
            return redirect(new)
    return render(request, "cases/tell.html", {"form": form, "of": of})
