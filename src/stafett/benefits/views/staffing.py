"""Pages about the positions behind a promise."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stafett.benefits.actions import staffing as actions
from stafett.benefits.forms import staffing as forms
from stafett.benefits.models import Commitment, StaffingEffect
from stafett.benefits.queries import promising
from stafett.benefits.queries import staffing as queries
from stafett.benefits.rules import staffing as rules
from stafett.lib.doors import done, sent

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a promise means for positions, and what comes before a decision."""
    found = _ours(request, pk)
    context = {
        "commitment": found,
        "page": queries.page(request.acting, found),
        "may_decide": queries.may_decide(request.acting, found),
        "laid_aside": queries.laid_aside(request.acting, found),
    }
    return render(request, "benefits/staffing.html", context)


@get_and_post
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a promise means for positions, or change that."""
    found = _decided_by(request, pk)
    effect = queries.live_effect(found)
    if effect and _is_out_of_turn(request, effect, "change"):
        return redirect(effect)
    form = forms.StaffingForm(sent(request), initial=forms.StaffingForm.initial_from(effect))
    if form.is_valid() and done(request, form, _planning(found, effect, form)) is not False:
        messages.success(request, _("Kept. The reps see it on their page."))
        return redirect("benefits:staffing", pk=found.pk)
    context = {"form": form, "commitment": found, "effect": effect}
    return render(request, "benefits/staffing_plan.html", context)


def _planning(found: Commitment, effect: StaffingEffect | None, form: forms.StaffingForm) -> Any:
    if effect is None:
        return partial(actions.plan, commitment=found, planned=form.planned())
    effect.commitment = found
    version = form.cleaned_data["version"] or 0
    return partial(actions.change, effect=effect, planned=form.planned(), version=version)


@get_and_post
def inform(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which note the reps were informed."""
    return _step(request, pk, "inform", _("Informed. The next is to consult them."))


@get_and_post
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which note they were consulted and answered."""
    return _step(request, pk, "consult", _("Consulted. The next is to assess the risk."))


@get_and_post
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which note the risk was assessed."""
    return _step(request, pk, "assess", _("The risk is assessed. Now it can be decided."))


def _step(request: HttpRequest, pk: int, step: str, said: str) -> HttpResponse:
    effect = _effect(request, pk)
    if _is_out_of_turn(request, effect, step):
        return redirect(effect)
    notes = queries.notes_for(effect, step)
    initial = {"version": effect.version, "note": notes.first()}
    form = forms.NoteForm(sent(request), notes=notes, initial=initial)
    if form.is_valid():
        action = partial(actions.take, effect=effect, step=step, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, said)
            return redirect(effect)
    kind = rules.STEPS[step]
    context = {"form": form, "effect": effect, "kind": kind, "notes": notes}
    return render(request, "benefits/staffing_step.html", context)


@get_and_post
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on positions."""
    effect = _effect(request, pk)
    warnings = queries.warnings_of(effect, request.acting.day)
    make = partial(forms.DecideForm, warns=bool(warnings))
    said = _("Decided. It is counted as kroner when the budget line shows it.")
    return _simple(request, effect, "decide", make, actions.decide, said, warnings=warnings)


@get_and_post
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the plan aside."""
    said = _("Laid aside. What was noted stays.")
    return _simple(request, _effect(request, pk), "drop", forms.DropForm, actions.drop, said)


@get_and_post
def tell_nav(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day NAV was told."""
    effect, said = _effect(request, pk), _("Noted. The page says the first day anybody can leave.")
    return _simple(request, effect, "tell_nav", forms.NavForm, actions.tell_nav, said)


@get_and_post
def freed_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of the time."""
    effect = _effect(request, pk)
    told = effect.freed_times.values_list("months", flat=True)
    asked = queries.asked_now(effect, told, request.acting.day)
    if request.method != "POST" and not asked:
        messages.info(request, _("Nothing is asked about the time now."))
        return redirect(effect)
    form = forms.FreedTimeForm(sent(request))
    if form.is_valid():
        action = partial(actions.follow_up, effect=effect, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Thank you. It stands beside the promise."))
            return redirect(effect.commitment)
    context = {"form": form, "effect": effect, "months": next(iter(asked), None)}
    return render(request, "benefits/freed_time.html", context)


# --- what the pages share -------------------------------------------------------------------


def _ours(request: HttpRequest, pk: int) -> Commitment:
    """Return a promise of one's own municipality: positions are seen nowhere else."""
    own = promising.promises(request.acting).filter(municipality=request.acting.organisation_id)
    return get_object_or_404(own, pk=pk)


def _decided_by(request: HttpRequest, pk: int) -> Commitment:
    found = _ours(request, pk)
    if not queries.may_decide(request.acting, found):
        raise Http404
    return found


def _effect(request: HttpRequest, pk: int) -> StaffingEffect:
    found = _decided_by(request, pk)
    effect = queries.live_effect(found)
    if effect is None:
        raise Http404
    effect.commitment = found
    return effect


def _is_out_of_turn(request: HttpRequest, effect: StaffingEffect, event: str) -> bool:
    """Tell those who only look what there is to do instead; what is sent, the action judges."""
    if request.method == "POST" or event in rules.STATES[effect.state]:
        return False
    messages.info(request, rules.why_not(effect.state))
    return True


def _simple(
    request: HttpRequest, effect: StaffingEffect, event: str, make: Any, act: Any, said: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Ask what one thing with the plan takes, and do it."""
    if event != "tell_nav" and _is_out_of_turn(request, effect, event):
        return redirect(effect)
    form = make(sent(request), initial={"version": effect.version})
    takes = partial(act, effect=effect)
    if form.is_valid() and done(request, form, partial(takes, **form.cleaned_data)) is not False:
        messages.success(request, said)
        return redirect(effect)
    context = {"form": form, "effect": effect, "event": event, **more}
    return render(request, "benefits/staffing_simple.html", context)
