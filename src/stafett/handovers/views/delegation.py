"""Who signs when the chief executive does not."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stafett.handovers import forms
from stafett.handovers.views.batons import get_and_post, tries
from stafett.lib.doors import done, sent
from stafett.organisations import actions as organisations
from stafett.organisations import queries as people
from stafett.organisations.models import Role
from stafett.organisations.rules import may_delegate


@get_and_post
def delegation(request: HttpRequest) -> HttpResponse:
    """Show who signs in the chief executive's place, and let them name somebody."""
    if not request.acting.is_somebody:
        raise Http404
    may_name = may_delegate(request.acting)
    form = forms.DelegateForm(sent(request), acting=request.acting) if may_name else None
    if form and form.is_valid():
        action = partial(organisations.name_delegate, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Named. You can take it back at any time."))
            return redirect("handovers:delegation")
    context = {"form": form, "delegations": people.delegations(request.acting)}
    return render(request, "handovers/delegation.html", context)


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    role = get_object_or_404(Role.objects.visible_to(request.acting), pk=pk, kind="delegate")
    if not may_delegate(request.acting):
        raise Http404
    tries(request, partial(organisations.end_delegation, role=role), _("Taken back."))
    return redirect("handovers:delegation")
