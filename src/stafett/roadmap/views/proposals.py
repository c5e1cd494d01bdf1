"""Pages about proposals: plans that the program works out."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.lib.doors import done, sent
from stafett.lib.inputs import Form
from stafett.lib.sheets import as_xlsx
from stafett.roadmap import queries, rules, sheets
from stafett.roadmap.actions import proposals as actions
from stafett.roadmap.forms import proposals as forms
from stafett.roadmap.models import Proposal, Roadmap
from stafett.roadmap.queries import adopting, frontier, proposals
from stafett.roadmap.queries.adopting import Change
from stafett.roadmap.queries.proposals import ProposalPage
from stafett.ui.figures import number

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the best plan within the limits."""
    roadmap = get_object_or_404(queries.visible(request.acting), pk=pk)
    _check_planner(request, roadmap)
    form = forms.AskForm(
        sent(request),
        places=queries.municipalities(roadmap, request.acting.day),
        initial=forms.AskForm.initial_from(proposals.last_aims(request.acting, roadmap)),
    )
    if form.is_valid():
        action = partial(actions.ask, roadmap=roadmap, aims=form.aims())
        if new := done(request, form, action):
            return redirect(new)
    before = proposals.of_roadmap(request.acting, roadmap, request.GET.get("side", "1"))
    return render(request, "roadmap/ask.html", {"form": form, "roadmap": roadmap, "before": before})


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal: how far it has come, or the plan and its proof."""
    page = proposals.page(_visible(request, pk), request.GET.get("side", "1"))
    context = {
        "page": page,
        "roadmap": page.proposal.roadmap,
        "beside": proposals.beside_adopted(request.acting, page),
        "chart": frontier.drawn(page.rungs),
        "change": adopting.change_of(page.proposal) if _can_be_adopted(page) else None,
        "may_plan": rules.may_plan(request.acting, owner_id=page.proposal.roadmap.owner_id),
    }
    answer = render(request, "roadmap/proposal.html", context)
    if page.is_under_way and request.GET.get("kjent") == page.mark:
        # Nothing else is new: what the reader has unfolded stays as it is.
        answer["HX-Retarget"] = answer["HX-Reselect"] = "#standing"
    return answer


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give a proposal as a file: every candidate, in or out, and why."""
    page = proposals.page(_visible(request, pk))
    if page.plan is None:
        raise Http404
    book, now = sheets.proposal(page), timezone.now()
    return as_xlsx(_("proposed-plan"), book, by=request.acting, now=now)


@get_and_post
def move_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a candidate into the plan against the proposal."""
    return _moved(request, pk, is_in=True)


@get_and_post
def move_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a candidate out of the plan against the proposal."""
    return _moved(request, pk, is_in=False)


def _moved(request: HttpRequest, pk: int, *, is_in: bool) -> HttpResponse:
    found = _planned(request, pk)
    at = _place(request, found)
    form = forms.MoveForm(sent(request))
    if form.is_valid():
        action = partial(actions.move, proposal=found, at=at, is_in=is_in, **form.cleaned_data)
        if new := done(request, form, action):
            return redirect(new)
    row = found.inputs["candidates"][at]
    context = {"form": form, "proposal": found, "row": row, "is_in": is_in}
    return render(request, "roadmap/move.html", context)


@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the exact reason why a candidate is left out."""
    found = _planned(request, pk)
    at = _place(request, found)
    if _stepped(request, partial(actions.explain, proposal=found, at=at)):
        messages.success(request, _("It is being worked out why. The answer comes in the list."))
    return redirect(proposals.page(found).place_of(at))


@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop working it out, and keep the best plan so far."""
    found = _planned(request, pk)
    _stepped(request, partial(actions.call_off, proposal=found))
    return redirect(found)


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the roadmap say what the proposal says."""
    found = _planned(request, pk)
    form = forms.AdoptForm(request.POST)
    told = form.cleaned_data["told"] if form.is_valid() else ""
    change = _tried(request, partial(actions.adopt, proposal=found, told=told))
    if change is False:
        return redirect(found)
    messages.success(request, _in_words(change))
    return redirect(found.roadmap)


def _in_words(change: Change) -> str:
    """Return what came of an adoption."""
    if not change.told:
        return _("The roadmap says the same as the proposal now.")
    decided = ngettext(
        "The plan is adopted, and %(count)s candidate was decided by it.",
        "The plan is adopted, and %(count)s candidates were decided by it.",
        change.count,
    ) % {"count": number(change.count)}
    return " ".join([decided, *change.told])


@get_and_post
def conditions(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a candidate must stand beside, or never beside."""
    candidate = get_object_or_404(queries.candidates(request.acting), pk=pk)
    _check_planner(request, candidate.roadmap)
    initial = forms.ConditionsForm.initial_from(candidate)
    form = forms.ConditionsForm(sent(request), candidate=candidate, initial=initial)
    if form.is_valid():
        action = partial(actions.set_conditions, candidate=candidate, **form.told())
        if done(request, form, action) is not False:
            messages.success(request, _("Noted."))
            return redirect(candidate)
    return render(request, "roadmap/conditions.html", {"form": form, "candidate": candidate})


# --- what the pages share -------------------------------------------------------------------


def _visible(request: HttpRequest, pk: int) -> Proposal:
    return get_object_or_404(proposals.visible(request.acting), pk=pk)


def _planned(request: HttpRequest, pk: int) -> Proposal:
    found = _visible(request, pk)
    _check_planner(request, found.roadmap)
    return found


def _can_be_adopted(page: ProposalPage) -> bool:
    return page.plan is not None and not page.is_under_way


def _place(request: HttpRequest, found: Proposal) -> int:
    """Return which candidate the address names, by its place in the list."""
    form = forms.PlaceForm(request.GET, count=len(found.inputs["candidates"]))
    if not form.is_valid():
        raise Http404
    return int(form.cleaned_data["at"])


def _check_planner(request: HttpRequest, roadmap: Roadmap) -> None:
    """To others the page is not there."""
    if not rules.may_plan(request.acting, owner_id=roadmap.owner_id):
        raise Http404


def _stepped(request: HttpRequest, action: Any) -> bool:
    """Take a step that a button asks for, and return whether it was taken."""
    return _tried(request, action) is not False


def _tried(request: HttpRequest, action: Any) -> Any:
    """Return what came of it, or False; a rule's no is shown where one comes back to."""
    form = Form(request.POST)
    form.is_valid()
    answer = done(request, form, action)
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return answer
