"""Pages about batons."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.handovers import actions, forms, queries, rules, sheets
from stafett.handovers.models import Baton, ChangeStep
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


# --- an initiative's batons -----------------------------------------------------------------


@require_safe
def of_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where each municipality's baton is; to a municipality its own."""
    found = _initiative(request, pk)
    page = queries.of_initiative(request.acting, found)
    if not page.rows and found.organisation_id != request.acting.organisation_id:
        raise Http404
    context = {"initiative": found, "page": page}
    return render(request, "handovers/of_initiative.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give where each municipality's baton is as a file."""
    found = _initiative(request, pk)
    page = queries.of_initiative(request.acting, found)
    if not page.rows and found.organisation_id != request.acting.organisation_id:
        raise Http404
    book = sheets.of_initiative(page, found)
    return as_xlsx(_("batons"), book, by=request.acting, now=timezone.now())


@get_and_post
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a baton; ``?kommune=`` names who receives it."""
    found = _initiative(request, pk)
    if not queries.may_send(request.acting, found):
        raise Http404
    form = forms.PrepareForm(
        sent(request),
        receivers=queries.receivers(request.acting, found),
        today=request.acting.day,
        initial={"municipality": request.GET.get("kommune", "")},
    )
    if form.is_valid():
        municipality = form.cleaned_data["municipality"]
        action = partial(
            actions.prepare, initiative=found, municipality=municipality, offered=form.offered()
        )
        if new := done(request, form, action):
            messages.success(request, _("The baton is prepared. See what is missing."))
            return redirect(new)
    back = reverse("handovers:of_initiative", kwargs={"pk": found.pk})
    context = {"form": form, "initiative": found, "back": back}
    return render(request, "handovers/prepare.html", context)


# --- one baton ------------------------------------------------------------------------------


@require_safe
def baton(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one baton: the nine points, what is promised, the steps, the receipts."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    context = {"baton": found, "page": queries.baton_page(request.acting, found)}
    return render(request, "handovers/baton.html", context)


@get_and_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is offered."""
    found = _sent_by(request, pk)
    if _is_out_of_turn(request, found, "change"):
        return redirect(found)
    form = forms.ChangeOfferForm(sent(request), initial=forms.ChangeOfferForm.initial_from(found))
    if form.is_valid():
        version = form.cleaned_data["version"]
        action = partial(actions.change, baton=found, offered=form.offered(), version=version)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "baton": found, "back": found.get_absolute_url()}
    return render(request, "handovers/prepare.html", context)


@get_and_post
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold out the baton."""
    found = _sent_by(request, pk)
    if _is_out_of_turn(request, found, "offer"):
        return redirect(found)
    form = forms.MoveForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(actions.offer, baton=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Offered. The chief executive there answers."))
            return redirect(found)
    page = queries.baton_page(request.acting, found)
    return render(request, "handovers/offer.html", {"form": form, "baton": found, "page": page})


@get_and_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the baton back."""
    found = _sent_by(request, pk)
    told = {"done": _("The baton is withdrawn."), "template": "handovers/withdraw.html"}
    return _with_reason(request, found, "withdraw", actions.withdraw, **told)


@require_POST
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the promises that have come since."""
    found = _carried(request, pk)
    return _at_once(request, found, actions.gather, _("The promises are taken in."))


# --- the municipality -----------------------------------------------------------------------


@get_and_post
def fill_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is set aside, and when baselines are read."""
    found = _received_by(request, pk)
    if _is_out_of_turn(request, found, "fill_in"):
        return redirect(found)
    read = queries.ground(request.acting, found).promises
    form = forms.FillInForm(
        sent(request),
        lines=[promise.line for promise in read if promise.baseline is None],
        initial=forms.FillInForm.initial_from(found, request.acting.day),
    )
    if form.is_valid():
        action = partial(actions.fill_in, baton=found, **form.filled_in())
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "handovers/fill_in.html", {"form": form, "baton": found})


@require_POST
def consider(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is being considered."""
    found = _received_by(request, pk)
    return _at_once(request, found, actions.consider, _("The sender sees that you consider it."))


@get_and_post
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the baton, whole or in part, or return it."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    if not rules.may_sign(request.acting, municipality_id=found.municipality_id):
        raise Http404
    if _is_out_of_turn(request, found, "accept"):
        return redirect(found)
    read = queries.ground(request.acting, found)
    page = queries.answer_page(read)
    form = forms.AnswerForm(
        sent(request),
        lines=[promise.line for promise in read.promises],
        now_seen=page.seen,
        initial={"version": found.version, "seen": page.seen},
    )
    if form.is_valid() and done(request, form, _answered(found, form)):
        messages.success(request, _ANSWERED[form.cleaned_data["answer"]]())
        return redirect(found)
    return render(request, "handovers/answer.html", {"form": form, "baton": found, "page": page})


def _answered(found: Baton, form: forms.AnswerForm) -> Callable[..., Any]:
    told = form.cleaned_data
    move: dict[str, Any] = {"baton": found, "version": told["version"]}
    if told["answer"] == forms.RETURN:
        return partial(actions.return_, reason=told["reason"], **move)
    if told["answer"] == forms.IN_PART:
        answers = form.answers()
        return partial(actions.accept_in_part, answers=answers, seen=told["seen"], **move)
    return partial(actions.accept, seen=told["seen"], **move)


_ANSWERED = {
    forms.ACCEPT: lambda: _("Accepted. The receipt holds what you signed."),
    forms.IN_PART: lambda: _("Accepted in part. The receipt holds what you signed."),
    forms.RETURN: lambda: _("Returned. The sender reads your reason."),
}


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to change how people work."""
    found = _received_by(request, pk)
    return _at_once(request, found, actions.begin, _("The change is under way."))


@require_POST
def practise(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the new practice is in place."""
    found = _received_by(request, pk)
    return _at_once(request, found, actions.practise, _("The new practice is in place."))


@get_and_post
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop in time."""
    found = _received_by(request, pk)
    told = {"done": _("Stopped, and what you learned stands here.")}
    return _with_reason(
        request, found, "stop", actions.stop, template="handovers/stop.html", **told
    )


# --- change steps ---------------------------------------------------------------------------


@get_and_post
def add_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a change step."""
    found = _received_by(request, pk)
    if _is_out_of_turn(request, found, "plan"):
        return redirect(found)
    form = forms.StepForm(sent(request), acting=request.acting)
    if form.is_valid():
        action = partial(actions.add_step, baton=found, step=form.told())
        if done(request, form, action):
            messages.success(request, _("The step is added."))
            return redirect(found)
    return render(request, "handovers/step.html", {"form": form, "baton": found})


@get_and_post
def change_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a step better."""
    step = _step(request, pk)
    if not rules.may_receive(request.acting, municipality_id=step.baton.municipality_id):
        raise Http404
    initial = forms.ChangeStepForm.initial_from(step)
    form = forms.ChangeStepForm(sent(request), acting=request.acting, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        action = partial(actions.change_step, step=step, told=form.told(), version=version)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(step.baton)
    context = {"form": form, "baton": step.baton, "step": step}
    return render(request, "handovers/step.html", context)


@require_POST
def do_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a step is done."""
    step = _step(request, pk)
    there = step.baton.municipality_id
    if not rules.may_do_step(request.acting, municipality_id=there, owner_id=step.owner_id):
        raise Http404
    tries(request, partial(actions.do_step, step=step), _("Done. Thank you."))
    return redirect(step.baton)


@require_POST
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a step that no longer fits."""
    step = _step(request, pk)
    if not rules.may_receive(request.acting, municipality_id=step.baton.municipality_id):
        raise Http404
    tries(request, partial(actions.remove_step, step=step), _("The step is taken out."))
    return redirect(step.baton)


# --- what the pages share -------------------------------------------------------------------


def _initiative(request: HttpRequest, pk: int) -> Initiative:
    if not request.acting.is_somebody:
        raise Http404
    return get_object_or_404(initiatives.visible(request.acting), pk=pk)


def _sent_by(request: HttpRequest, pk: int) -> Baton:
    """Return a baton this person hands over; to others the page is not there."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    if not queries.may_send(request.acting, found.initiative):
        raise Http404
    return found


def _received_by(request: HttpRequest, pk: int) -> Baton:
    """Return a baton this person's municipality receives."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    if not rules.may_receive(request.acting, municipality_id=found.municipality_id):
        raise Http404
    return found


def _carried(request: HttpRequest, pk: int) -> Baton:
    """Return a baton this person looks after on either side."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    receives = rules.may_receive(request.acting, municipality_id=found.municipality_id)
    if not receives and not queries.may_send(request.acting, found.initiative):
        raise Http404
    return found


def _step(request: HttpRequest, pk: int) -> ChangeStep:
    return get_object_or_404(queries.visible_steps(request.acting), pk=pk)


def _is_out_of_turn(request: HttpRequest, found: Baton, event: str) -> bool:
    """Tell those who only look what there is to do instead; what is sent, the action judges."""
    if request.method == "POST" or event in rules.STATES[found.state]:
        return False
    messages.info(request, rules.why_not(found.state))
    return True


def _with_reason(
    request: HttpRequest,
    found: Baton,
    event: str,
    action: Callable[..., Any],
    *,
    done: str,
    template: str,
) -> HttpResponse:
    if _is_out_of_turn(request, found, event):
        return redirect(found)
    form = forms.ReasonForm(sent(request), initial={"version": found.version})
    if form.is_valid() and _is_done(request, form, partial(action, baton=found)):
        messages.success(request, done)
        return redirect(found)
    return render(request, template, {"form": form, "baton": found})


def _is_done(request: HttpRequest, form: forms.ReasonForm, action: Callable[..., Any]) -> bool:
    return done(request, form, partial(action, **form.cleaned_data)) is not False


def _at_once(
    request: HttpRequest, found: Baton, action: Callable[..., Any], says: str
) -> HttpResponse:
    """Do what a button asks for, and go back to the baton."""
    form = forms.MoveForm(request.POST)
    if form.is_valid():
        tries(request, partial(action, baton=found, **form.cleaned_data), says)
    return redirect(found)


def tries(request: HttpRequest, action: Callable[..., Any], says: str) -> None:
    """Do something and say so, or say why not."""
    try:
        action(by=request.acting, now=timezone.now())
    except Refused as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, says)
