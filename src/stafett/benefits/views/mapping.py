"""The benefits map: one page to read it and to draw it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.benefits.actions import mapping as actions
from stafett.benefits.forms import mapping as forms
from stafett.benefits.models import MapEdge, MapNode, NodeKind
from stafett.benefits.queries import mapping as queries
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib.doors import done, sent

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the map; ``?fra=`` and ``?til=`` name where an arrow should begin and end."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    return _page(request, found)


@get_and_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put something in the map, and go on to draw an arrow from or to it."""
    found = _kept(request, pk)
    if request.method != "POST":
        return redirect("benefits:map", pk=pk)
    form = forms.PlaceForm(sent(request))
    if form.is_valid():
        node = done(request, form, partial(actions.add, initiative=found, **form.cleaned_data))
        if node:
            messages.success(request, _("It stands in the map. What leads to what?"))
            end = "til" if node.kind == NodeKind.OBJECTIVE else "fra"
            return redirect(f"{_map_of(found)}?{end}={queries.key_of(node)}#pil")
    return _page(request, found, place_form=form)


@get_and_post
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw an arrow."""
    found = _kept(request, pk)
    if request.method != "POST":
        return redirect("benefits:map", pk=pk)
    form = forms.ArrowForm(sent(request), net=queries.net(found))
    if form.is_valid():
        action = partial(actions.draw, initiative=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("The arrow is drawn."))
            return redirect("benefits:map", pk=pk)
    return _page(request, found, arrow_form=form)


@get_and_post
def node(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a place in the map, or take it or its arrows away."""
    found = _kept_node(request, pk)
    form = forms.TextForm(sent(request), initial=forms.TextForm.initial_from(found))
    if not found.benefit_id and form.is_valid():
        action = partial(actions.rename, node=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Saved."))
            return redirect("benefits:map", pk=found.initiative_id)
    context = {
        "node": found,
        "form": form,
        "initiative": found.initiative,
        "arrows": queries.edges_of(found),
    }
    return render(request, "benefits/map_node.html", context)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place out of the map."""
    found = _kept_node(request, pk)
    form = forms.StepForm(sent(request))
    if form.is_valid() and done(request, form, partial(actions.remove, node=found)) is not False:
        messages.success(request, _("It is out of the map."))
        return redirect("benefits:map", pk=found.initiative_id)
    return _told_why_not(request, form, found.initiative)


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an arrow away."""
    found: MapEdge = get_object_or_404(queries.edges(request.acting), pk=pk)
    _must_keep(request, found.source.initiative)
    form = forms.StepForm(sent(request))
    if form.is_valid() and done(request, form, partial(actions.erase, edge=found)) is not False:
        messages.success(request, _("The arrow is taken away."))
        return redirect("benefits:map", pk=found.source.initiative_id)
    return _told_why_not(request, form, found.source.initiative)


@get_and_post
def pass_warning(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """Leave a warning as it is, with a reason."""
    found = _kept(request, pk)
    if rule not in queries.HELD:
        raise Http404
    form = forms.PassForm(sent(request))
    if form.is_valid():
        action = partial(actions.pass_warning, initiative=found, rule=rule, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Your reason is noted."))
            return redirect("benefits:map", pk=pk)
    standing = queries.standing_warning(found, rule)
    context = {"form": form, "initiative": found, "warnings": standing}
    return render(request, "benefits/map_pass.html", context)


# --- what the pages share -------------------------------------------------------------------


def _page(
    request: HttpRequest,
    found: Initiative,
    *,
    place_form: forms.PlaceForm | None = None,
    arrow_form: forms.ArrowForm | None = None,
) -> HttpResponse:
    shown = queries.page(request.acting, found)
    asked = {"source": request.GET.get("fra", ""), "target": request.GET.get("til", "")}
    context = {
        "page": shown,
        "initiative": found,
        "place_form": place_form or forms.PlaceForm(),
        "arrow_form": arrow_form or forms.ArrowForm(net=shown.net, initial=asked),
    }
    return render(request, "benefits/map.html", context)


def _map_of(initiative: Initiative) -> str:
    return reverse("benefits:map", kwargs={"pk": initiative.pk})


def _kept(request: HttpRequest, pk: int) -> Initiative:
    """Return an initiative this person looks after; to others the page is not there."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    _must_keep(request, found)
    return found


def _kept_node(request: HttpRequest, pk: int) -> MapNode:
    found = get_object_or_404(queries.nodes(request.acting), pk=pk)
    _must_keep(request, found.initiative)
    return found


def _must_keep(request: HttpRequest, initiative: Initiative) -> None:
    if not queries.may_change(request.acting, initiative):
        raise Http404


def _told_why_not(request: HttpRequest, form: forms.StepForm, found: Initiative) -> HttpResponse:
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect("benefits:map", pk=found.pk)
