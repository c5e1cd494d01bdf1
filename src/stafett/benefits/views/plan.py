"""Pages about the financial plan beside a promise."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stafett.benefits.actions import plan as actions
from stafett.benefits.forms.plan import PlanForm
from stafett.benefits.forms.promising import StepForm
from stafett.benefits.models import Commitment
from stafett.benefits.queries import commitment as pages
from stafett.benefits.queries import promising
from stafett.benefits.rules import states
from stafett.lib.doors import done, sent


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is promised and what the plan says, year by year, and write the lines."""
    found = _ours(request, pk)
    page = pages.page(request.acting, found)
    form = PlanForm(sent(request), years=page.plan, initial={"version": found.version})
    if page.plan and form.is_valid():
        told = {"lines": form.lines(), "version": form.cleaned_data["version"]}
        if done(request, form, partial(actions.write, commitment=found, **told)) is not False:
            messages.success(request, _("The plan is kept."))
            return redirect(found)
    return _shown(request, found, form, page)


@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the promised amounts, to be looked at and given a place in the plan."""
    found = _ours(request, pk)
    form = StepForm(sent(request))
    if form.is_valid():
        action = partial(actions.fill, commitment=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(
                request, _("Filled in. Look at the amounts, and write where they stand.")
            )
            return redirect("benefits:plan", pk=found.pk)
    for said in form.errors.values():
        messages.warning(request, " ".join(said))
    return redirect("benefits:plan", pk=found.pk)


def _ours(request: HttpRequest, pk: int) -> Commitment:
    found = get_object_or_404(promising.promises(request.acting), pk=pk)
    if not states.may_promise(request.acting, municipality_id=found.municipality_id):
        raise Http404
    return found


def _shown(
    request: HttpRequest, found: Commitment, form: PlanForm, page: pages.PromisePage
) -> HttpResponse:
    pairs = [
        (each, form[f"amount_{each.year}"], form[f"reference_{each.year}"]) for each in form.years
    ]
    context = {
        "commitment": found,
        "page": page,
        "form": form,
        "pairs": pairs,
        "may_write": "change" in states.STATES[found.state],
    }
    return render(request, "benefits/plan.html", context)
