"""Who signs when the chief executive does not."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stafett.handovers import actions, forms, queries
from stafett.handovers.models import DelegationReceipt
from stafett.handovers.queries import documents
from stafett.handovers.views.batons import get_and_post, tries
from stafett.handovers.views.receipts import asked_language
from stafett.lib.doors import as_attachment, done, sent
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
        action = partial(actions.name_delegate, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Named. You can take it back at any time."))
            return redirect("handovers:delegation")
    receipts = list(queries.delegations_of(request.acting))
    named = queries.standing_delegations(request.acting, receipts)
    receipted = {row.delegate_role_id for row in receipts}
    lacking = [role for role in named if role.pk not in receipted]
    context = {"form": form, "delegations": named, "receipts": receipts, "lacking": lacking}
    return render(request, "handovers/delegation.html", context)


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    role = get_object_or_404(Role.objects.visible_to(request.acting), pk=pk, kind="delegate")
    if not may_delegate(request.acting):
        raise Http404
    tries(request, partial(actions.end_delegation, role=role), _("Taken back."))
    return redirect("handovers:delegation")


@require_POST
def name_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a delegate again who lacks a receipt, and so cannot sign."""
    role = get_object_or_404(Role.objects.visible_to(request.acting), pk=pk, kind="delegate")
    if not may_delegate(request.acting):
        raise Http404
    said = _("Named. You can take it back at any time.")
    tries(request, partial(actions.name_anew, role=role), said)
    return redirect("handovers:delegation")


@require_safe
def delegation_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt of a delegation as a document; ``?sprak=`` chooses its language."""
    found = _receipt(request, pk)
    with translation.override(asked_language(request)):
        name, made = documents.delegation_name(found), documents.delegation_pdf(found)
    return as_attachment(made, f"{name}.pdf", "application/pdf")


@require_safe
def delegation_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt of a delegation as a file that can be checked anywhere."""
    found = _receipt(request, pk)
    name = f"{documents.delegation_name(found)}.json"
    return as_attachment(documents.delegation_file(found), name, "application/json")


def _receipt(request: HttpRequest, pk: int) -> DelegationReceipt:
    return get_object_or_404(queries.delegations_of(request.acting), pk=pk)
