"""Pages about initiatives. The whole story of one is a page of ``journey``."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.initiatives import actions, forms, queries, rules, sheets
from stafett.initiatives.models import CostLine, Difference, Initiative
from stafett.lib import Refused
from stafett.lib.doors import came_from, done, sent
from stafett.lib.inputs import Form, asked
from stafett.lib.sheets import as_xlsx
from stafett.organisations import queries as organisations

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def initiatives(request: HttpRequest) -> HttpResponse:
    """List the initiatives somebody may see; without signing in, the public ones."""
    form = forms.FilterForm(request.GET)
    filters = form.filters()
    page = queries.page_of_initiatives(request.acting, filters, request.GET.get("side", "1"))
    context = {"page": page, "form": form, "q": filters.text}
    return render(request, "initiatives/list.html", context)


@require_safe
@login_not_required
def workbook(request: HttpRequest) -> FileResponse:
    """Give the same list as a file, all of it."""
    form = forms.FilterForm(request.GET)
    book = sheets.initiatives(request.acting, form.filters(), asked(form))
    return as_xlsx(_("initiatives"), book, by=request.acting, now=timezone.now())


# --- the solution ---------------------------------------------------------------------------


@get_and_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Describe a solution better."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "change"):
        return redirect(found)
    initial = forms.ChangeForm.initial_from(found)
    form = forms.ChangeForm(sent(request), initial=initial, acting=request.acting)
    if form.is_valid():
        version = form.cleaned_data["version"]
        action = partial(actions.change, initiative=found, told=form.told(), version=version)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "initiatives/change.html", {"form": form, "initiative": found})


@get_and_post
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an initiative, with a reason."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "stop"):
        return redirect(found)
    form = forms.StopForm(sent(request), initial={"version": found.version})
    note = _("What is told and measured stays here, and it can be taken up again.")
    action = partial(actions.stop, initiative=found)
    thanks = _("Stopped. Thank you for saying why.")
    return _asked(request, found, form, action, _("Stop the initiative"), thanks, note)


@get_and_post
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up again what was stopped."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "resume"):
        return redirect(found)
    form = forms.StepForm(sent(request), initial={"version": found.version})
    note = _("It was stopped: %(reason)s") % {"reason": found.stopped_reason}
    action = partial(actions.resume, initiative=found)
    question, thanks = _("Take it up again"), _("Taken up again.")
    return _asked(request, found, form, action, question, thanks, note)


@get_and_post
def pass_warning(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """Pass a warning with a reason that is shown."""
    found = _kept(request, pk)
    if _is_out_of_turn(request, found, "change"):
        return redirect(found)
    form = forms.PassForm(sent(request))
    warning = queries.standing_warning(found, rule, request.acting)
    note = f"{warning.says} {warning.do}" if warning else ""
    action = partial(actions.pass_warning, initiative=found, rule=rule)
    thanks = _("Your reason is noted.")
    return _asked(request, found, form, action, _("Leave it as it is"), thanks, note)


# --- what falls away and what is added --------------------------------------------------------


@get_and_post
@login_not_required
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what falls away and what is added; those who look after it add to it."""
    found = _read_or_kept(request, pk)
    form = forms.DifferenceForm(sent(request))
    if form.is_valid():
        action = partial(actions.add_difference, initiative=found, told=form.told())
        if done(request, form, action):
            messages.success(request, _("Noted. Is there more?"))
            return redirect("initiatives:differences", pk=found.pk)
    return _shown(request, found, "initiatives/differences.html", form)


@get_and_post
def change_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """Say one of them better."""
    row = _line_of(request, Difference, pk)
    initial = forms.ChangeDifferenceForm.initial_from(row)
    form = forms.ChangeDifferenceForm(sent(request), initial=initial)
    action = partial(actions.change_difference, difference=row)
    return _line_changed(request, row, form, action, "initiatives:differences")


@require_POST
def remove_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of them out."""
    row = _line_of(request, Difference, pk)
    action = partial(actions.remove_difference, difference=row)
    return _line_removed(request, row.initiative_id, action, "initiatives:differences")


# --- costs ------------------------------------------------------------------------------------


@get_and_post
@login_not_required
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what it costs; those who look after it add to it. ``?type=`` names a kind."""
    found = _read_or_kept(request, pk)
    initial = forms.CostForm.initial_for(request.acting, request.GET.get("type", ""))
    form = forms.CostForm(sent(request), initial=initial)
    if form.is_valid():
        action = partial(actions.add_cost, initiative=found, told=form.told())
        if done(request, form, action):
            messages.success(request, _("Noted. Is there more?"))
            return redirect("initiatives:costs", pk=found.pk)
    return _shown(request, found, "initiatives/costs.html", form)


@require_POST
def costs_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that something costs nothing."""
    found = _kept(request, pk)
    form = forms.NothingForm(request.POST)
    if form.is_valid():
        told = form.told(request.acting)
        done(request, form, partial(actions.add_cost, initiative=found, told=told))
    for line in form.non_field_errors():
        messages.error(request, line)
    return redirect("initiatives:costs", pk=found.pk)


@get_and_post
def change_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Know a cost better."""
    row = _line_of(request, CostLine, pk)
    form = forms.ChangeCostForm(sent(request), initial=forms.ChangeCostForm.initial_from(row))
    action = partial(actions.change_cost, line=row)
    return _line_changed(request, row, form, action, "initiatives:costs")


@require_POST
def remove_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cost out."""
    row = _line_of(request, CostLine, pk)
    action = partial(actions.remove_cost, line=row)
    return _line_removed(request, row.initiative_id, action, "initiatives:costs")


# --- who joins, and how people were brought in ---------------------------------------------------


@get_and_post
def participation(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for one's own municipality; the owner reads the answers."""
    found, page = _with_page(request, pk)
    _check_sent(request, page.may_answer)
    form = forms.AnswerForm(sent(request), initial=forms.AnswerForm.initial_from(page.own_answer))
    if form.is_valid():
        told = form.cleaned_data
        action = partial(actions.answer, initiative=found, told=told, version=told["version"])
        if done(request, form, action):
            messages.success(request, _("Answered. You can answer anew if things change."))
            return redirect("initiatives:participation", pk=found.pk)
    context = {"form": form, "page": page, "initiative": found}
    return render(request, "initiatives/participation.html", context)


@get_and_post
def involvement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how people were brought in, and note one more time."""
    found, page = _with_page(request, pk)
    _check_sent(request, page.may_note)
    initial = {"happened_on": request.acting.day}
    form = forms.InvolvementForm(sent(request), initial=initial, may_reply=page.may_reply)
    if form.is_valid():
        action = partial(actions.note_involvement, initiative=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Noted. It stays here, also if the initiative stops."))
            return redirect(came_from(request) or _at("involvement", found))
    context = {"form": form, "page": page, "initiative": found}
    return render(request, "initiatives/involvement.html", context)


@get_and_post
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what somebody said."""
    row = get_object_or_404(queries.involvements_to_answer(request.acting), pk=pk)
    if row.replied_on and request.method != "POST":
        return redirect("initiatives:involvement", pk=row.initiative_id)
    form = forms.ReplyForm(sent(request))
    if form.is_valid():
        action = partial(actions.reply, involvement=row, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Answered."))
            return redirect("initiatives:involvement", pk=row.initiative_id)
    context = {"form": form, "row": row, "initiative": row.initiative}
    return render(request, "initiatives/reply.html", context)


@get_and_post
def staff_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how many see the use of it, and note what was asked."""
    found, page = _with_page(request, pk)
    _check_sent(request, page.may_note)
    form = forms.StaffViewForm(sent(request), initial={"asked_on": request.acting.day})
    if form.is_valid():
        action = partial(actions.note_staff_view, initiative=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Noted. Thank you for asking them."))
            return redirect(came_from(request) or _at("staff_view", found))
    minimum = organisations.minimum_n(request.acting)
    context = {"form": form, "page": page, "initiative": found, "minimum": minimum}
    return render(request, "initiatives/staff_view.html", context)


# --- what the pages share -------------------------------------------------------------------


def _visible(request: HttpRequest, pk: int) -> Initiative:
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _at(page: str, initiative: Initiative) -> str:
    return reverse(f"initiatives:{page}", kwargs={"pk": initiative.pk})


def _kept(request: HttpRequest, pk: int) -> Initiative:
    """Return an initiative this person looks after; to others the page is not there."""
    found = _visible(request, pk)
    if not queries.is_theirs(request.acting, found):
        raise Http404
    return found


def _is_out_of_turn(request: HttpRequest, found: Initiative, event: str) -> bool:
    """Tell those who only look what there is to do instead; what is sent, the action judges."""
    if request.method == "POST" or event in rules.STATES[found.stage]:
        return False
    messages.info(request, rules.why_not(found.stage))
    return True


def _read_or_kept(request: HttpRequest, pk: int) -> Initiative:
    """Everybody who sees it reads; only those who look after it send."""
    return _kept(request, pk) if request.method == "POST" else _visible(request, pk)


def _with_page(request: HttpRequest, pk: int) -> tuple[Initiative, queries.InitiativePage]:
    found = _visible(request, pk)
    return found, queries.page(request.acting, found)


def _check_sent(request: HttpRequest, may: bool) -> None:
    """What is sent by somebody it is not asked of is not there."""
    if request.method == "POST" and not may:
        raise Http404


def _line_of(request: HttpRequest, model: type[Any], pk: int) -> Any:
    rows = model.objects.select_related("initiative")
    row = get_object_or_404(rows, pk=pk)
    _kept(request, row.initiative_id)
    return row


def _shown(request: HttpRequest, found: Initiative, template: str, form: Form) -> HttpResponse:
    page = queries.page(request.acting, found)
    return render(request, template, {"form": form, "page": page, "initiative": found})


def _line_changed(
    request: HttpRequest, row: Any, form: Any, action: Callable[..., Any], back: str
) -> HttpResponse:
    if form.is_valid():
        version = form.cleaned_data["version"]
        if done(request, form, partial(action, told=form.told(), version=version)) is not False:
            messages.success(request, _("Saved."))
            return redirect(back, pk=row.initiative_id)
    context = {"form": form, "row": row, "initiative": row.initiative, "back": back}
    return render(request, "initiatives/line.html", context)


def _line_removed(
    request: HttpRequest, initiative_pk: int, action: Callable[..., Any], back: str
) -> HttpResponse:
    try:
        action(by=request.acting, now=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Taken out."))
    return redirect(back, pk=initiative_pk)


def _asked(
    request: HttpRequest,
    found: Initiative,
    form: Form,
    action: Callable[..., Any],
    question: str,
    thanks: str,
    note: str = "",
) -> HttpResponse:
    ask = partial(done, request, form)
    if form.is_valid() and ask(partial(action, **form.cleaned_data)) is not False:
        messages.success(request, thanks)
        return redirect(found)
    context = {"form": form, "initiative": found, "question": question, "note": note}
    return render(request, "initiatives/ask.html", context)
