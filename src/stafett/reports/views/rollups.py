"""Pages of roll-ups."""

from functools import partial

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stafett.lib.doors import done
from stafett.lib.exports import as_csv
from stafett.lib.inputs import Form
from stafett.lib.sheets import as_xlsx
from stafett.organisations.models import Kind
from stafett.reports import actions, forms, queries, sheets
from stafett.reports.queries import Rollup


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Lead to the roll-up of the organisation one acts for."""
    if queries.is_national(request.acting):
        return redirect("reports:nation")
    if not request.acting.is_somebody:
        raise Http404
    return redirect("reports:organisation", pk=request.acting.organisation_id)


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what promises come to in an organisation."""
    return render(request, "reports/organisation.html", {"page": rolled_up(request, pk)})


@require_safe
def table(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the same as a file, with what it rests on."""
    page = rolled_up(request, pk)
    rows = list(queries.table_rows(page))
    name = _("results") + f"-{page.day:%Y-%m-%d}"
    return as_csv(name, queries.table_head(), lambda: rows, request.acting)


@require_safe
def workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Give the same as a workbook, a sheet for each account."""
    book = sheets.rollup(rolled_up(request, pk))
    return as_xlsx(_("results"), book, by=request.acting, now=now())


@require_safe
def nation_workbook(request: HttpRequest) -> FileResponse:
    """Give the nation's figures as a workbook, held back where the page holds back."""
    if not queries.is_national(request.acting):
        raise Http404
    book = sheets.nation(queries.nation(request.acting))
    return as_xlsx(_("results"), book, by=request.acting, now=now())


@require_safe
def nation(request: HttpRequest) -> HttpResponse:
    """Show the nation's figures, to those who work for the nation."""
    if not queries.is_national(request.acting):
        raise Http404
    page = queries.nation(request.acting)
    context = {
        "page": page,
        "spread": queries.spread_page(page.edition),
        "draw_form": forms.DrawForm(),
    }
    return render(request, "reports/nation.html", context)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the nation's figures as they are today."""
    if not queries.is_national(request.acting):
        raise Http404
    form = forms.PublishForm(request.POST)
    if form.is_valid() and done(request, form, actions.publish):
        messages.success(request, _("The figures of today are published."))
    return _back(request, form)


@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """Show how batons go in the whole country, to those who work for the nation."""
    if not queries.is_national(request.acting):
        raise Http404
    return render(request, "reports/exchanges.html", {"page": queries.exchanges(request.acting)})


@require_POST
def publish_exchanges(request: HttpRequest) -> HttpResponse:
    """Publish how batons go in the whole country, as it is today."""
    if not queries.is_national(request.acting):
        raise Http404
    form = forms.PublishForm(request.POST)
    if form.is_valid() and done(request, form, actions.publish_exchanges):
        messages.success(request, _("The figures of today are published."))
    return _back(request, form, to="reports:exchanges")


@require_POST
def draw_spread(request: HttpRequest) -> HttpResponse:
    """Have the spread of the nation's figures drawn anew."""
    if not queries.is_national(request.acting):
        raise Http404
    form = forms.DrawForm(request.POST)
    if form.is_valid():
        done(request, form, partial(actions.ask_for_spread, **form.cleaned_data))
    return _back(request, form)


def _back(request: HttpRequest, form: Form, to: str = "reports:nation") -> HttpResponse:
    """Lead back to the nation's figures; a rule's no is shown there."""
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect(to)


def rolled_up(request: HttpRequest, pk: int) -> Rollup:
    """Bring up to date what one may see, and add it up."""
    found = get_object_or_404(queries.places(request.acting), pk=pk)
    if found.kind == Kind.NATIONAL:
        raise Http404
    members = queries.municipalities_of(found, request.acting.day)
    ids = [each.pk for each in members]
    actions.bring_up_to_date(municipality_ids=ids, day=request.acting.day)
    return queries.rollup(request.acting, found, members, request.GET.get("tjeneste", ""))
