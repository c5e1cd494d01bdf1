"""Pages about needs. The page of one need is in ``journey``."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.lib import Refused
from stafett.lib.doors import done, sent
from stafett.lib.exports import as_csv, as_json
from stafett.lib.inputs import Form, asked
from stafett.lib.sheets import as_xlsx
from stafett.needs import actions, forms, queries, rules, sheets
from stafett.needs.models import CatalogueWord, Contribution, Need
from stafett.organisations import queries as organisations

FIELDS = tuple(queries.EXPORTED)
LEAST_TO_COMPARE = 20  # characters; fewer resemble everything


@require_safe
@login_not_required
def needs(request: HttpRequest) -> HttpResponse:
    """List the needs somebody may see; without signing in, the public ones."""
    form = forms.FilterForm(request.GET)
    filters = form.filters()
    page = queries.page_of_needs(request.acting, filters, request.GET.get("side", "1"))
    part = "#found" if request.htmx and not request.htmx.boosted else ""
    context = {"page": page, "form": form, "q": filters.text, "place": _place(filters)}
    return render(request, f"needs/list.html{part}", context)


@require_safe
@login_not_required
def export(request: HttpRequest, form_of_file: str) -> HttpResponseBase:
    """Give the same list as a file, all of it."""
    form = forms.FilterForm(request.GET)
    filters = form.filters()
    if form_of_file == "xlsx":
        chosen = [*asked(form), (_("Whose it is"), str(_place(filters) or ""))]
        book = sheets.needs(request.acting, filters, chosen)
        return as_xlsx(_("needs"), book, by=request.acting, now=timezone.now())
    rows = partial(queries.exported, request.acting, filters)
    name = _("needs") + f"-{timezone.localdate():%Y-%m-%d}"
    if form_of_file == "csv":
        return as_csv(name, FIELDS, rows, request.acting)
    about = {
        "what": "needs",
        "at": timezone.now().isoformat(),
        "for": request.acting.organisation_name,
        "filter": {key: value for key, value in request.GET.items() if value},
    }
    return as_json(name, FIELDS, rows, request.acting, about)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Tell about a need."""
    if not request.acting.is_somebody:
        return render(request, "needs/no_role.html")
    if "look" in request.POST:
        return _looked_up(request)
    form = forms.NeedForm(sent(request), acting=request.acting)
    if form.is_valid():
        action = partial(actions.register, told=form.told(), reason=form.cleaned_data["reason"])
        if need := done(request, form, action):
            messages.success(request, _("Your need is registered. Thank you for telling."))
            return redirect(need)
    context = {"form": form, "similar": _similar(request, form.data)}
    return render(request, "needs/form.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a need better."""
    need = _kept(request, pk)
    initial = forms.ChangeForm.initial_from(need)
    form = forms.ChangeForm(sent(request), initial=initial, acting=request.acting)
    if form.is_valid():
        action = partial(
            actions.change,
            need=need,
            told=form.told(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect(need)
    context = {"form": form, "need": need, "theirs": _theirs(form, need)}
    return render(request, "needs/form.html", context)


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Show needs that resemble what somebody is writing."""
    return render(request, "needs/form.html#similar", {"similar": _similar(request, request.POST)})


@require_http_methods(["GET", "POST"])
def same_here(request: HttpRequest, pk: int) -> HttpResponse:
    """Say «we have this too»."""
    _must_be_somebody(request)
    need = _visible(request, pk)
    form = forms.SameHereForm(sent(request))
    thanks = _("Thank you. They see that you have this too.")
    return _asked(request, need, form, actions.say_same_here, _("We have this too"), thanks)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take «we have this too» back."""
    _must_be_somebody(request)
    need = _visible(request, pk)
    actions.take_back_same_here(need=need, by=request.acting, now=timezone.now())
    messages.success(request, _("Taken back."))
    return redirect(need)


@require_http_methods(["GET", "POST"])
@login_not_required
def contribute(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what somebody wants to say, with or without signing in."""
    need = _visible(request, pk)
    if need.closed_on and request.method != "POST":
        return redirect(need)
    form = forms.ContributionForm(sent(request))
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("what", "actor_kind", "count")}
        action = partial(actions.contribute, need=need, lang=get_language(), **told)
        if done(request, form, action):
            messages.success(
                request, _("Thank you. The answer will stand on this page: come back in two weeks.")
            )
            return redirect(need)
    context = {"form": form, "need": need}
    return render(request, "needs/contribute.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a contribution."""
    told = Contribution.objects.select_related("need")
    visible = told.filter(need__in=Need.objects.visible_to(request.acting))
    contribution = get_object_or_404(visible, pk=pk)
    _kept(request, contribution.need_id)
    if contribution.answered_on and request.method != "POST":
        return redirect(contribution.need)
    form = forms.AnswerForm(sent(request))
    if form.is_valid():
        action = partial(actions.answer, contribution=contribution, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Answered."))
            return redirect(contribution.need)
    context = {"form": form, "need": contribution.need, "contribution": contribution}
    return render(request, "needs/answer.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a need with what came of it."""
    need = _kept(request, pk)
    form = forms.CloseForm(sent(request), initial={"version": need.version})
    note = queries.waiting_contributions(need)
    return _asked(request, need, form, actions.close, _("Close the need"), _("Closed."), note)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed need again."""
    need = _kept(request, pk)
    form = forms.ReopenForm(sent(request), initial={"version": need.version})
    return _asked(request, need, form, actions.reopen, _("Open the need again"), _("Open again."))


@require_http_methods(["GET", "POST"])
def pass_warning(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """Pass a warning with a reason."""
    need = _kept(request, pk)
    form = forms.PassForm(sent(request))
    action = partial(actions.pass_warning, rule=rule)
    thanks, note = _("Your reason is noted."), queries.standing_warning(need, rule)
    return _asked(request, need, form, action, _("Leave it as it is"), thanks, note)


@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show and add to the organisation's own words for products."""
    _must_be_somebody(request)
    form = forms.WordForm(sent(request))
    add = partial(done, request, form)
    if form.is_valid() and add(partial(actions.add_catalogue_word, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("needs:catalogue")
    context = {
        "form": form,
        "words": queries.own_words(request.acting),
        "packaged": queries.packaged_words(),
        "may_keep": rules.may_keep_catalogue(request.acting),
    }
    return render(request, "needs/catalogue.html", context)


@require_POST
def remove_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a word out of the organisation's own catalogue."""
    own = CatalogueWord.objects.filter(organisation_id=request.acting.organisation_id)
    word = get_object_or_404(own, pk=pk)
    try:
        actions.remove_catalogue_word(word=word, by=request.acting, now=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("needs:catalogue")


# --- what the pages share -------------------------------------------------------------------


def _visible(request: HttpRequest, pk: int) -> Need:
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _kept(request: HttpRequest, pk: int) -> Need:
    """Return a need this person looks after; to others the page is not there."""
    need = _visible(request, pk)
    if not queries.may_change(request.acting, need):
        raise Http404
    return need


def _must_be_somebody(request: HttpRequest) -> None:
    if not request.acting.is_somebody:
        raise Http404


def _asked(
    request: HttpRequest,
    need: Need,
    form: Form,
    action: Callable[..., Any],
    question: str,
    thanks: str,
    note: str = "",
) -> HttpResponse:
    ask = partial(done, request, form)
    if form.is_valid() and ask(partial(action, need=need, **form.cleaned_data)) is not False:
        messages.success(request, thanks)
        return redirect(need)
    context = {"form": form, "need": need, "question": question, "note": note}
    return render(request, "needs/ask.html", context)


def _similar(request: HttpRequest, so_far: Mapping[str, Any]) -> list[queries.Row]:
    texts = [so_far.get(name, "") for name in ("title", "problem", "affected_group")]
    text = "\n".join(texts).strip()
    if len(text) < LEAST_TO_COMPARE:
        return []
    language = so_far.get("lang", request.acting.organisation_language)
    return queries.similar_to(request.acting, text, language=language)


def _looked_up(request: HttpRequest) -> HttpResponse:
    """Show what resembles the text so far, with the form as it was: nothing is refused yet."""
    so_far = request.POST.dict()
    form = forms.NeedForm(initial=so_far, acting=request.acting)
    context = {"form": form, "similar": _similar(request, so_far), "looked": True}
    return render(request, "needs/form.html", context)


def _theirs(form: forms.ChangeForm, need: Need) -> list[tuple[str, str]]:
    """Return what the other one wrote, by the question it answers, when somebody was first."""
    if not form.was_second:
        return []
    texts = queries.written_by_another(need.pk, form.cleaned_data)
    return [(str(form.fields[name].label), text) for name, text in texts.items()]


def _place(filters: queries.Filters) -> Any:
    organisation_id = filters.organisation_id
    return organisations.named(organisation_id) if organisation_id else None
