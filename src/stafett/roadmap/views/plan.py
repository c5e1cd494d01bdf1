"""Pages about roadmaps."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.benefits.actions import outlook as drawing
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx
from stafett.roadmap import actions, queries, rules, sheets
from stafett.roadmap.forms import plan as forms
from stafett.roadmap.models import Candidate, Roadmap, Simulation
from stafett.roadmap.queries import proposals, spread

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def roadmaps(request: HttpRequest) -> HttpResponse:
    """List the roadmaps one may see."""
    context = {
        "roadmaps": queries.visible(request.acting),
        "may_plan": rules.may_plan(request.acting, owner_id=request.acting.organisation_id or 0),
    }
    return render(request, "roadmap/list.html", context)


@require_safe
def roadmap(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a roadmap: the candidates in order, and where the budget ends."""
    found = _visible(request, pk)
    side, candidate = request.GET.get("side", "1"), request.GET.get("kandidat", "")
    page = queries.roadmap_page(request.acting, found, side=side, candidate=candidate)
    drawn = None if page.is_long else _spread(request, found)
    adopted = proposals.adopted_of(request.acting, found)
    context = {"page": page, "roadmap": found, "spread": drawn, "adopted": adopted}
    return render(request, "roadmap/roadmap.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give all of a roadmap as a file."""
    book = sheets.roadmap(request.acting, _visible(request, pk))
    return as_xlsx(_("roadmap"), book, by=request.acting, now=now())


@require_safe
def spread_of_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show between what the plan may end, on a page of its own where the roadmap is long."""
    found = _visible(request, pk)
    context = {"roadmap": found, "spread": _spread(request, found)}
    return render(request, "roadmap/spread.html", context)


def _spread(request: HttpRequest, roadmap: Roadmap) -> spread.Spread | None:
    """Return between what the plan may end, drawn anew where what it rests on has changed."""
    found = spread.spread(request.acting, roadmap, queries.chosen_on(roadmap))
    if found is None:
        return None
    kept = drawing.bring_up_to_date(
        rows=Simulation,
        of={"roadmap": roadmap, "organisation_id": request.acting.organisation_id},
        asked=found.asked,
        by=request.acting,
        now=now(),
    )
    return found.with_drawings(kept)


@get_and_post
def draw(request: HttpRequest) -> HttpResponse:
    """Draw up a roadmap."""
    if not rules.may_plan(request.acting, owner_id=request.acting.organisation_id or 0):
        raise Http404
    year = request.acting.day.year
    initial = {"first_year": year + 1, "last_year": year + 4, "price_year": year}
    form = forms.DrawForm(sent(request), initial=initial)
    if form.is_valid():
        action = partial(actions.draw, told=form.told(), budgets=form.budgets())
        if new := done(request, form, action):
            messages.success(request, _("The roadmap is there. Bring the first candidate to it."))
            return redirect(new)
    return render(request, "roadmap/draw.html", {"form": form})


@get_and_post
def redraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name and the budgets of a roadmap."""
    found = _planned(request, pk)
    initial = forms.BudgetForm.initial_from(found)
    form = forms.BudgetForm(sent(request), roadmap=found, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        budgets, title, version = form.budgets(), said["title"], said["version"]
        action = partial(actions.redraw, roadmap=found, title=title, budgets=budgets)
        if done(request, form, partial(action, version=version)) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "roadmap/redraw.html", {"form": form, "roadmap": found})


@get_and_post
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many batons one's own municipality can receive."""
    found = _visible(request, pk)
    is_member = queries.is_on_the_roadmap(request.acting, found)
    if not rules.may_answer(request.acting, is_member=is_member):
        raise Http404
    initial = forms.CapacityForm.initial_from(found, request.acting.organisation_id)
    form = forms.CapacityForm(sent(request), roadmap=found, initial=initial)
    if form.is_valid():
        action = partial(actions.say_capacity, roadmap=found, batons=form.batons())
        if done(request, form, action) is not False:
            messages.success(request, _("Noted. The region plans with what you can take."))
            return redirect(found)
    return render(request, "roadmap/capacity.html", {"form": form, "roadmap": found})


@get_and_post
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a solution to the roadmap."""
    found = _planned(request, pk)
    nominees = queries.nominees(request.acting, found)
    form = forms.NominateForm(sent(request), nominees=nominees)
    if form.is_valid():
        initiative = form.cleaned_data["initiative"]
        action = partial(actions.nominate, roadmap=found, initiative=initiative)
        if new := done(request, form, action):
            messages.success(request, _("It is a candidate now. Place it where it belongs."))
            return redirect(new)
    context = {"form": form, "roadmap": found, "has_nominees": nominees.exists()}
    return render(request, "roadmap/nominate.html", context)


@require_POST
def move_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a candidate up one place."""
    return _stepped(request, pk, partial(actions.move, up=True))


@require_POST
def move_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a candidate down one place."""
    return _stepped(request, pk, partial(actions.move, up=False))


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a candidate."""
    return _stepped(request, pk, actions.choose)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    return _stepped(request, pk, actions.undo)


@get_and_post
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a candidate out, with a reason."""
    found = _candidate(request, pk)
    form = forms.LeaveOutForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(actions.leave_out, candidate=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Left out, with the reason shown."))
            return redirect(found.roadmap)
    return render(request, "roadmap/leave_out.html", {"form": form, "candidate": found})


@get_and_post
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when one's own municipality takes a chosen candidate in."""
    found = get_object_or_404(queries.candidates(request.acting), pk=pk)
    is_member = queries.joins(request.acting, found.initiative)
    if not rules.may_answer(request.acting, is_member=is_member):
        raise Http404
    own = found.windows.filter(municipality_id=request.acting.organisation_id).first()
    initial = {"starts_on": own.starts_on, "ends_on": own.ends_on} if own else {}
    form = forms.WindowForm(sent(request), initial=initial)
    if form.is_valid():
        action = partial(actions.set_window, candidate=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Noted."))
            return redirect(found)
    return render(request, "roadmap/window.html", {"form": form, "candidate": found})


# --- what the pages share -------------------------------------------------------------------


def _visible(request: HttpRequest, pk: int) -> Roadmap:
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _planned(request: HttpRequest, pk: int) -> Roadmap:
    """Return a roadmap this person looks after; to others the page is not there."""
    found = _visible(request, pk)
    if not rules.may_plan(request.acting, owner_id=found.owner_id):
        raise Http404
    return found


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    found = get_object_or_404(queries.candidates(request.acting), pk=pk)
    if not rules.may_plan(request.acting, owner_id=found.roadmap.owner_id):
        raise Http404
    return found


def _stepped(request: HttpRequest, pk: int, action: Callable[..., Any]) -> HttpResponse:
    """Take a step that a button asks for, and come back to where it was pressed."""
    found = _candidate(request, pk)
    form = forms.StepForm(request.POST)
    if form.is_valid():
        done(request, form, partial(action, candidate=found, **form.cleaned_data))
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect(found)
