"""Pages about what an initiative comes to, and what has no price."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.benefits.actions import economy as actions
from stafett.benefits.actions import outlook as drawing
from stafett.benefits.forms import economy as forms
from stafett.benefits.models import Simulation, Unpriced
from stafett.benefits.queries import economy as queries
from stafett.benefits.queries import unpriced
from stafett.benefits.queries.outlook import Outlook
from stafett.benefits.sheets import economy as sheets
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def economy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the two economies side by side, with what has no price and how it is reckoned."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    page = queries.page(request.acting, found)
    context = {"page": page, "initiative": found, **_outlooks(request, page, found)}
    return render(request, "benefits/economy.html", context)


def _outlooks(
    request: HttpRequest, page: queries.EconomyPage, found: Initiative
) -> dict[str, Outlook | None]:
    """Return how each economy may turn out, drawn anew where what it rests on has changed."""
    if page.reckoned is None:
        return {}
    kept = drawing.bring_up_to_date(
        rows=Simulation,
        of={"initiative": found, "organisation_id": request.acting.organisation_id},
        asked=queries.to_draw(page.reckoned, found),
        by=request.acting,
        now=now(),
    )
    return queries.outlooks(page.reckoned, kept)


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give the two economies as a file, with how each is reckoned."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    book = sheets.economy(queries.page(request.acting, found), found)
    return as_xlsx(_("economy"), book, by=request.acting, now=now())


@get_and_post
def weigh(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an effect that has no price."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    _check_kept(request, found)
    form = forms.WeighForm(sent(request))
    if form.is_valid():
        action = partial(actions.weigh, initiative=found, told=form.told())
        if done(request, form, action):
            messages.success(request, _("Noted. It stands beside the net value."))
            return redirect("benefits:economy", pk=found.pk)
    return render(request, "benefits/weigh.html", {"form": form, "initiative": found})


@get_and_post
def reweigh(request: HttpRequest, pk: int) -> HttpResponse:
    """Weigh an effect anew."""
    effect = _kept(request, pk)
    form = forms.ReweighForm(sent(request), initial=forms.ReweighForm.initial_from(effect))
    if form.is_valid():
        version = form.cleaned_data["version"]
        action = partial(actions.reweigh, effect=effect, told=form.told(), version=version)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect("benefits:economy", pk=effect.initiative_id)
    context = {"form": form, "initiative": effect.initiative, "effect": effect}
    return render(request, "benefits/weigh.html", context)


@require_POST
def unweigh(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away an effect."""
    effect = _kept(request, pk)
    form = forms.RemoveForm(request.POST)
    if form.is_valid():
        action = partial(actions.unweigh, effect=effect, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("It is taken away."))
            return redirect("benefits:economy", pk=effect.initiative_id)
    for says in form.non_field_errors():
        messages.warning(request, says)
    return redirect("benefits:reweigh", pk=effect.pk)


def _kept(request: HttpRequest, pk: int) -> Unpriced:
    """Return an effect of an initiative this person looks after; to others it is not there."""
    effect = get_object_or_404(unpriced.visible(request.acting), pk=pk)
    _check_kept(request, effect.initiative)
    return effect


def _check_kept(request: HttpRequest, found: Initiative) -> None:
    if not unpriced.may_weigh(request.acting, found):
        raise Http404
