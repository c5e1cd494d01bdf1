"""Pages about organisations."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stafett.lib import Refused
from stafett.lib.doors import done, sent
from stafett.lib.inputs import Form
from stafett.lib.sheets import as_xlsx
from stafett.organisations import actions, forms, queries, sheets
from stafett.organisations.middleware import SESSION_KEY
from stafett.organisations.models import Kind, Membership, Organisation, Role, Unit

ALL_KINDS = (Kind.MUNICIPALITY, Kind.REGION, Kind.COUNTY, Kind.NETWORK)


@require_GET
@login_not_required
def places(request: HttpRequest) -> HttpResponse:
    """Show every municipality, found by number or any part of its name."""
    text = _searched(request)
    return render(request, "organisations/places.html", {"places": _found(text), "q": text})


@require_GET
@login_not_required
def places_workbook(request: HttpRequest) -> FileResponse:
    """Give the places that were searched for as a file."""
    text = _searched(request)
    book = sheets.places(_found(text), text)
    return as_xlsx(_("places"), book, by=request.acting, now=timezone.now())


def _searched(request: HttpRequest) -> str:
    return str(request.GET.get("q", "")).strip()[:100]


def _found(text: str) -> QuerySet[Organisation]:
    day = timezone.localdate()
    if text:
        found = queries.find(text, day=day, kinds=ALL_KINDS)
    else:
        found = Organisation.objects.existing_on(day).municipalities().order_by("label")
    return found.select_related("county")


@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own roles."""
    chosen = request.POST.get("role", "")
    if chosen not in {str(role.pk) for role in request.roles}:
        raise Http404
    request.session[SESSION_KEY] = int(chosen)
    return redirect("journey:home")


FORMS = {
    "role": (forms.RoleForm, actions.appoint, "people"),
    "unit": (forms.UnitForm, actions.add_unit, "units"),
    "parameter": (forms.ParameterForm, actions.set_parameter, "figures"),
    "member": (forms.MemberForm, actions.ask_to_join, "memberships"),
}


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show the people, units, figures and memberships of my organisation."""
    _must_be_somebody(request)
    return _page(request)


@require_GET
def workbook(request: HttpRequest) -> FileResponse:
    """Give the people, units, figures and memberships of my organisation as a file."""
    _must_be_somebody(request)
    book, now = sheets.mine(request.acting), timezone.now()
    return as_xlsx(_("organisation"), book, by=request.acting, now=now)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, what: str) -> HttpResponse:
    """Add a role, a unit, a figure or a member."""
    _must_administer(request)
    if what not in FORMS:
        raise Http404
    form_class, action, place = FORMS[what]
    form = form_class(sent(request), acting=request.acting)
    if form.is_valid() and _succeeds(request, form, action):
        messages.success(request, _("Saved."))
        return _back(place)
    return render(
        request,
        "organisations/add.html",
        {"form": form, "what": what, "place": place, "labels": _labels_for(what)},
    )


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a role end on a day."""
    _must_administer(request)
    role = get_object_or_404(Role.objects.visible_to(request.acting), pk=pk)
    form = forms.EndForm(sent(request), acting=request.acting)
    if form.is_valid():
        action = partial(actions.end_role, role=role, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("The role ends."))
            return _back("people")
    return render(request, "organisations/end_role.html", {"form": form, "role": role})


@require_http_methods(["GET", "POST"])
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show how many sign in with two steps, and help somebody who lost the phone."""
    _must_administer(request)
    return _sign_ins(request)


@reauthentication_required(allow_get=True, app="allauth.mfa")
def _sign_ins(request: HttpRequest) -> HttpResponse:
    form = forms.LostForm(sent(request), acting=request.acting)
    if form.is_valid() and _succeeds(request, form, actions.take_away_second_factor):
        told = {"name": form.cleaned_data["person"]}
        messages.success(
            request, _("%(name)s signs in by password alone now, and gets a mail about it.") % told
        )
        return redirect("organisations:sign_ins")
    context = {"form": form, "sign_ins": queries.sign_ins(request.acting)}
    return render(request, "organisations/sign_ins.html", context)


@require_POST
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit out of use."""
    unit = get_object_or_404(Unit.objects.visible_to(request.acting), pk=pk)
    return _answered(request, partial(actions.close_unit, unit=unit), "units")


@require_POST
def confirm_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to being a member."""
    action = partial(actions.confirm_membership, membership=_membership(request, pk))
    return _answered(request, action, "memberships")


@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a group, or take a member off the list."""
    action = partial(actions.end_membership, membership=_membership(request, pk))
    return _answered(request, action, "memberships")


@require_http_methods(["GET", "POST"])
def about(request: HttpRequest) -> HttpResponse:
    """Say what the organisation is, and which language it writes in."""
    _must_administer(request)
    initial = queries.about(request.acting)
    form = forms.AboutForm(sent(request), initial=initial)
    if form.is_valid() and _succeeds(request, form, actions.describe):
        messages.success(request, _("Saved."))
        return _back("about")
    return render(request, "organisations/add.html", {"form": form, "what": "about"})


def _page(request: HttpRequest) -> HttpResponse:
    return render(request, "organisations/mine.html", {"mine": queries.mine(request.acting)})


def _labels_for(what: str) -> list[str]:
    if what != "member":
        return []
    return queries.all_labels(
        day=timezone.localdate(), kinds=forms.MemberForm.base_fields["member"].kinds
    )


def _must_be_somebody(request: HttpRequest) -> None:
    if not request.acting.is_somebody:
        raise Http404


def _must_administer(request: HttpRequest) -> None:
    if not request.may_administer:
        raise Http404


def _membership(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.visible_to(request.acting), pk=pk)


def _succeeds(request: HttpRequest, form: Form, action: Callable[..., Any]) -> bool:
    return done(request, form, partial(action, **form.cleaned_data)) is not False


def _answered(request: HttpRequest, action: Callable[..., Any], place: str) -> HttpResponse:
    try:
        action(by=request.acting, now=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Saved."))
    return _back(place)


def _back(place: str) -> HttpResponse:
    response = redirect("organisations:mine")
    response["Location"] += f"#{place}" if place else ""
    return response
