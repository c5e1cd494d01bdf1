"""Pages about benefits and the promises on them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.benefits.actions import promising as actions
from stafett.benefits.forms import promising as forms
from stafett.benefits.models import Benefit, Commitment, NoneFound, PassedWarning
from stafett.benefits.queries import commitment as pages
from stafett.benefits.queries import common, measuring, readings, reference, staffing, stepped
from stafett.benefits.queries import promising as queries
from stafett.benefits.rules import states
from stafett.benefits.sheets import promises as sheets
from stafett.indicators import rules as indicators
from stafett.initiatives.models import Initiative
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


# --- the benefits of an initiative -----------------------------------------------------------


@require_safe
@login_not_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """List the benefits of an initiative, with the promises one may see."""
    initiative = _initiative(request, pk)
    warned = PassedWarning.objects.filter(initiative=initiative, commitment=None, rule="R38")
    rows = queries.overview(request.acting, initiative)
    promises = [each.commitment for row in rows for each in row.promises]
    none_found = NoneFound.objects.filter(initiative=initiative).first()
    context = {
        "initiative": initiative,
        "rows": rows,
        "told_worse": none_found or any(row.benefit.is_disbenefit for row in rows),
        **measuring.known_of(promises, today=request.acting.day),
        "warnings": queries.initiative_warnings(initiative, request.acting.day),
        "passed": warned.order_by("passed_at"),
        "none_found": none_found,
        "may_describe": queries.may_describe(request.acting, initiative),
        "may_promise": queries.may_promise(request.acting, initiative),
        "is_light": queries.is_light(initiative, request.acting.day),
    }
    return render(request, "benefits/overview.html", context)


@require_safe
@login_not_required
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give the benefits and the promises as a file."""
    book = sheets.promises(request.acting, _initiative(request, pk))
    return as_xlsx(_("promises"), book, by=request.acting, now=now())


@get_and_post
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Describe a benefit."""
    initiative = _kept(request, pk)
    form = forms.BenefitForm(sent(request), acting=request.acting)
    if form.is_valid():
        action = partial(actions.describe, initiative=initiative, described=form.described())
        if new := done(request, form, action):
            messages.success(request, _("The benefit is described. Now somebody can promise it."))
            return redirect(new)
    return render(request, "benefits/describe.html", {"form": form, "initiative": initiative})


@require_POST
def none_found(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that dis-benefits were looked for and not found."""
    initiative = _kept(request, pk)
    form = forms.NothingForm(sent(request))
    if form.is_valid():
        done(request, form, partial(actions.say_none_found, initiative=initiative))
        messages.success(request, _("Noted, with your name and the day."))
    return redirect("benefits:overview", pk=initiative.pk)


@get_and_post
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a benefit and the promise on it in five minutes."""
    initiative = _kept(request, pk)
    if not queries.may_promise(request.acting, initiative):
        raise Http404
    form = forms.ProfileForm(sent(request), acting=request.acting, initiative=initiative)
    if form.is_valid():
        action = partial(actions.profile, initiative=initiative, told=form.told())
        if new := done(request, form, action):
            messages.success(request, _asked(new))
            return redirect(new)
    return render(request, "benefits/profile.html", {"form": form, "initiative": initiative})


@get_and_post
def pass_initiative_warning(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """Pass a warning about the benefits as a whole, with a reason."""
    initiative = _kept(request, pk)
    standing = queries.initiative_warnings(initiative, request.acting.day)
    action = partial(actions.pass_initiative_warning, initiative=initiative, rule=rule)
    back = redirect("benefits:overview", pk=initiative.pk)
    return _passing(request, standing, rule, action, back, initiative.title)


# --- one benefit -----------------------------------------------------------------------------


@require_safe
@login_not_required
def benefit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one benefit: the standard, and the promises one may see."""
    found = _benefit(request, pk)
    seen = queries.promises(request.acting).filter(benefit=found).order_by("municipality__label")
    rows = list(seen)
    context = {
        "benefit": found,
        "promises": queries.promise_rows(rows, request.acting.day),
        "stepped": stepped.stepped_of(request.acting, found, rows),
        **measuring.known_of(seen, today=request.acting.day),
        "may_describe": queries.may_describe(request.acting, found.initiative),
        "may_promise": queries.may_promise(request.acting, found.initiative),
        "is_promised": found.commitments.exists(),
        "factor": pages.factor_words(found) if found.factor else "",
        "others": reference.others([found])[found.pk] if reference.is_compared(found) else None,
    }
    return render(request, "benefits/benefit.html", context)


@get_and_post
def describe_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Describe a benefit better."""
    found = _benefit(request, pk)
    _must(queries.may_describe(request.acting, found.initiative))
    initial = forms.ChangeBenefitForm.initial_from(found)
    form = forms.ChangeBenefitForm(
        sent(request), initial=initial, acting=request.acting, benefit=found
    )
    if form.is_valid():
        told = {"described": form.described(), "version": form.cleaned_data["version"]}
        if done(request, form, partial(actions.describe_anew, benefit=found, **told)) is not False:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "initiative": found.initiative, "benefit": _benefit(request, pk)}
    return render(request, "benefits/describe.html", context)


@get_and_post
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a benefit nobody has promised on."""
    found = _benefit(request, pk)
    _must(queries.may_describe(request.acting, found.initiative))
    form = forms.StepForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(actions.remove, benefit=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("The benefit is taken away."))
            return redirect("benefits:overview", pk=found.initiative_id)
    return render(request, "benefits/remove.html", {"form": form, "benefit": found})


@get_and_post
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise on a benefit for one's own municipality."""
    found = _benefit(request, pk)
    _must(queries.may_promise(request.acting, found.initiative))
    initial = {"baseline": queries.readings(request.acting, found).first()}
    form = forms.PromiseForm(sent(request), initial=initial, acting=request.acting, benefit=found)
    if form.is_valid():
        action = partial(actions.promise, benefit=found, promised=form.promised())
        if new := done(request, form, action):
            messages.success(request, _asked(new))
            return redirect(new)
    context = {"form": form, "benefit": found, "may_read": _may_read(request, found)}
    return render(request, "benefits/promise.html", context)


# --- one promise -----------------------------------------------------------------------------


@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one promise: what it says, what it is worth, what is missing and who can mend it."""
    found = _commitment(request, pk)
    read = readings.measuring_of(request.acting, found)
    page, beside = pages.page(request.acting, found), None
    if reference.is_compared(found.benefit):
        is_early = not read.standing.has_reading
        beside = reference.beside(request.acting, page.row, is_early=is_early)
    is_ours = found.municipality_id == request.acting.organisation_id
    told = {
        "page": page,
        "commitment": found,
        "measuring": read,
        "beside": beside,
        "common": common.common_of(request.acting, found, read.standing),
        "is_ours": is_ours,
        "staffing": staffing.page(request.acting, found) if is_ours else None,
    }
    return render(request, "benefits/commitment.html", told)


@get_and_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a promise. After a yes it needs a new one."""
    found = _ours(request, pk)
    if _is_out_of_turn(request, found, "change"):
        return redirect(found)
    [row] = queries.promise_rows([found], request.acting.day)
    about = {"acting": request.acting, "benefit": found.benefit}
    form = forms.PromiseForm(sent(request), initial=forms.PromiseForm.initial_from(row), **about)
    if form.is_valid():
        told = {"promised": form.promised(), "version": form.cleaned_data["version"] or 0}
        if done(request, form, partial(actions.change, commitment=found, **told)) is not False:
            messages.success(request, _asked(found))
            return redirect(found)
    context = {
        "form": form,
        "benefit": found.benefit,
        "commitment": _ours(request, pk),
        "may_read": _may_read(request, found.benefit),
    }
    return render(request, "benefits/promise.html", context)


@get_and_post
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to a promise."""
    return _answer(request, pk, "confirm", forms.StepForm, _("Thank you. The promise stands."))


@get_and_post
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to a promise, with a reason."""
    said = _("Your no is noted. Those who asked you are told why.")
    return _answer(request, pk, "decline", forms.DeclineForm, said)


@get_and_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a promise back."""
    found = _ours(request, pk)
    return _step(request, found, "withdraw", forms.StepForm, _("The promise is withdrawn."))


@get_and_post
def pass_warning(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """Pass a warning about a promise, with a reason."""
    found = _ours(request, pk)
    [row] = queries.promise_rows([found], request.acting.day)
    action = partial(actions.pass_warning, commitment=found, rule=rule)
    return _passing(request, row.warnings, rule, action, redirect(found), found.benefit.name)


# --- what the pages share --------------------------------------------------------------------


def _must(allowed: bool) -> None:
    if not allowed:
        raise Http404


def _initiative(request: HttpRequest, pk: int) -> Initiative:
    rows = Initiative.objects.visible_to(request.acting).select_related("organisation")
    return get_object_or_404(rows, pk=pk)


def _kept(request: HttpRequest, pk: int) -> Initiative:
    """Return an initiative this person looks after; to others the page is not there."""
    found = _initiative(request, pk)
    _must(queries.may_describe(request.acting, found))
    return found


def _benefit(request: HttpRequest, pk: int) -> Benefit:
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _commitment(request: HttpRequest, pk: int) -> Commitment:
    return get_object_or_404(queries.promises(request.acting), pk=pk)


def _ours(request: HttpRequest, pk: int) -> Commitment:
    """Return a promise of one's own municipality, for those who promise there."""
    found = _commitment(request, pk)
    _must(states.may_promise(request.acting, municipality_id=found.municipality_id))
    return found


def _may_read(request: HttpRequest, of: Benefit) -> bool:
    return indicators.may_read(request.acting) and of.indicator.retired_on is None


def _asked(made: Commitment) -> str:
    said = _("Kept. %(owner)s is asked to say yes.")
    return said % {"owner": made.owner_name}


def _answer(
    request: HttpRequest, pk: int, step: str, form_class: type[forms.StepForm], said: str
) -> HttpResponse:
    found = _commitment(request, pk)
    _must(pages.is_asked(request.acting, found))
    return _step(request, found, step, form_class, said)


def _step(
    request: HttpRequest, found: Commitment, step: str, form_class: Any, said: str
) -> HttpResponse:
    """Take a step with a promise; the page is called as the step."""
    if _is_out_of_turn(request, found, step):
        return redirect(found)
    form = form_class(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(getattr(actions, step), commitment=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, said)
            return redirect(found)
    return _shown(request, found, step, form=form)


def _shown(request: HttpRequest, found: Commitment, page: str, **more: Any) -> HttpResponse:
    told = {"page": pages.page(request.acting, found), "commitment": found, **more}
    return render(request, f"benefits/{page}.html", told)


def _is_out_of_turn(request: HttpRequest, found: Commitment, event: str) -> bool:
    """Tell those who only look what there is to do instead; what is sent, the action judges."""
    if request.method == "POST" or event in states.STATES[found.state]:
        return False
    messages.info(request, states.why_not(found.state))
    return True


def _passing(
    request: HttpRequest, standing: Any, rule: str, action: Any, back: HttpResponse, about: str
) -> HttpResponse:
    """Ask for the reason to pass a warning, and pass it; back where none stands."""
    warning = next((each for each in standing if each.rule == rule), None)
    form = forms.PassForm(sent(request))
    if warning is None and request.method != "POST":
        messages.info(request, _("This warning does not stand any more."))
        return back
    if form.is_valid() and done(request, form, partial(action, **form.cleaned_data)):
        messages.success(request, _("Passed, and your reason is shown."))
        return back
    context = {"form": form, "warning": warning, "about": about, "back": back["Location"]}
    return render(request, "benefits/pass_warning.html", context)
