"""Pages about trials."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stafett.lib.doors import done, sent
from stafett.needs import queries as needs
from stafett.needs.models import Need
from stafett.trials import actions, forms, queries, rules
from stafett.trials.models import Trial

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one test: the plan, what happened, what it led to."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    context = {"page": queries.trial_page(request.acting, found), "trial": found}
    return render(request, "trials/trial.html", context)


@get_and_post
def plan(request: HttpRequest, need_pk: int) -> HttpResponse:
    """Plan a test for a need; ``?etter=`` names the test it follows."""
    if not request.acting.is_somebody:
        raise Http404
    need = get_object_or_404(needs.visible(request.acting), pk=need_pk)
    follows = _followed(request, need)
    initial = forms.ChangePlanForm.initial_from(follows) if follows else {}
    form = forms.PlanForm(sent(request), initial=initial)
    if form.is_valid():
        planned = form.planned(lang=request.acting.organisation_language)
        action = partial(actions.plan, need=need, planned=planned, follows=follows)
        if new := done(request, form, action):
            messages.success(request, _("The plan is kept. Look at it once more, and lock it."))
            return redirect(new)
    context = {"form": form, "need": need, "follows": follows}
    return render(request, "trials/plan.html", context)


@get_and_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan; a locked one gets a new version."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "change", "replan"):
        return redirect(found)
    initial = forms.ChangePlanForm.initial_from(found)
    form = forms.ChangePlanForm(sent(request), initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        action = actions.replan if found.state == rules.RUNNING else actions.change
        planned = form.planned(lang=found.lang)
        new = done(request, form, partial(action, trial=found, planned=planned, version=version))
        if new is not False:
            messages.success(request, _("Saved."))
            return redirect(new or found)
    page = queries.trial_page(request.acting, found)
    context = {"form": form, "need": found.need, "trial": found, "page": page}
    return render(request, "trials/plan.html", context)


@get_and_post
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the plan and begin."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "lock"):
        return redirect(found)
    form = forms.StepForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(actions.lock, trial=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Locked. Good luck with the test."))
            return redirect(found)
    context = {"form": form, "page": queries.trial_page(request.acting, found), "trial": found}
    return render(request, "trials/lock.html", context)


@get_and_post
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what happened."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "measure"):
        return redirect(found)
    noted = queries.live_result(found)
    initial = forms.ResultForm.initial_from(found, noted)
    form = forms.ResultForm(sent(request), trial=found, initial=initial)
    if form.is_valid():
        action = partial(actions.measure, trial=found, **form.happened())
        if done(request, form, action):
            messages.success(request, _("Noted. What does it lead to?"))
            return redirect(found)
    context = {"form": form, "trial": found, "noted": noted}
    return render(request, "trials/result.html", context)


@get_and_post
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what the test leads to, and share what was learned."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "decide", "stop"):
        return redirect(found)
    form = forms.DecisionForm(sent(request), trial=found, initial={"version": found.version})
    if form.is_valid():
        action = partial(actions.decide, trial=found, **form.decided())
        if done(request, form, action) is not False:
            messages.success(request, _("Decided. Thank you for sharing what you learned."))
            return redirect(found)
    context = {"form": form, "page": queries.trial_page(request.acting, found), "trial": found}
    return render(request, "trials/decide.html", context)


@get_and_post
def learn(request: HttpRequest, pk: int) -> HttpResponse:
    """Write more of what was learned."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "learn"):
        return redirect(found)
    initial = forms.LearningForm.initial_from(found)
    form = forms.LearningForm(sent(request), initial=initial)
    if form.is_valid():
        action = partial(actions.learn, trial=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "trials/learn.html", {"form": form, "trial": found})


@get_and_post
def propose(request: HttpRequest, need_pk: int) -> HttpResponse:
    """Describe a solution to a need; ``?test=`` ticks the test it came from."""
    if not request.acting.is_somebody:
        raise Http404
    need = get_object_or_404(needs.visible(request.acting), pk=need_pk)
    lines = [line for line in queries.lines_of(need, request.acting.day) if line.is_decided]
    initial = {"tests": [request.GET.get("test", "")], "shared_with": _shared_as(request, need)}
    form = forms.ProposeForm(sent(request), acting=request.acting, lines=lines, initial=initial)
    if form.is_valid():
        action = partial(actions.propose, need=need, **form.proposed())
        if new := done(request, form, action):
            messages.success(request, _("Described. What do you stop doing when you begin this?"))
            return redirect("initiatives:differences", pk=new.pk)
    context = {"form": form, "need": need, "lines": lines}
    return render(request, "trials/propose.html", context)


# --- what the pages share -------------------------------------------------------------------


def _kept(request: HttpRequest, pk: int) -> Trial:
    """Return a trial this person runs; to others the page is not there."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    if not queries.may_change(request.acting, found):
        raise Http404
    return found


def _is_out_of_turn(request: HttpRequest, found: Trial, *events: str) -> bool:
    """Tell those who only look what there is to do instead; what is sent, the action judges."""
    if request.method == "POST" or rules.STATES[found.state].keys() & set(events):
        return False
    messages.info(request, rules.why_not(found.state))
    return True


def _followed(request: HttpRequest, need: Need) -> Trial | None:
    asked = request.GET.get("etter", "")
    if not asked.isdecimal() or len(asked) >= 18:
        return None
    return queries.may_be_followed(request.acting, need).filter(pk=int(asked)).first()


def _shared_as(request: HttpRequest, need: Need) -> str:
    """Return whom one's own need is shared with: a solution most often is for the same."""
    if need.organisation_id != request.acting.organisation_id:
        return "own"
    return str(need.group_id) if need.group_id else str(need.scope)
