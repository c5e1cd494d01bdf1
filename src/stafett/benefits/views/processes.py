"""Pages about work processes, and who counts hours of them."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stafett.benefits.actions import processes as actions
from stafett.benefits.forms import processes as forms
from stafett.benefits.forms.promising import MarkForm
from stafett.benefits.queries import commitment as pages
from stafett.benefits.queries import processes as queries
from stafett.benefits.queries import promising
from stafett.benefits.rules import states
from stafett.benefits.sheets import processes as sheets
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def processes(request: HttpRequest) -> HttpResponse:
    """List the work processes of one's own organisation, and add one."""
    if not request.acting.is_somebody:
        raise Http404
    may_keep = states.may_promise(request.acting, municipality_id=request.acting.organisation_id)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = forms.ProcessForm(sent(request))
    if form.is_valid() and (new := done(request, form, partial(actions.add, **form.cleaned_data))):
        messages.success(request, _("Added. How many hours does it take?"))
        return redirect("benefits:process", pk=new.pk)
    rows = queries.of_organisation(request.acting)
    context = {"form": form, "rows": rows, "may_keep": may_keep}
    context["xlsx_url"] = reverse("benefits:processes_workbook")
    return render(request, "benefits/processes.html", context)


@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Give every figure noted of the work processes as a file."""
    if not request.acting.is_somebody:
        raise Http404
    book = sheets.processes(request.acting)
    return as_xlsx(_("work-processes"), book, by=request.acting, now=timezone.now())


@get_and_post
def process(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the hours of a work process, and note some."""
    found = get_object_or_404(queries.of_organisation(request.acting), pk=pk)
    may_keep = states.may_promise(request.acting, municipality_id=found.organisation_id)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = forms.HoursForm(sent(request), acting=request.acting)
    if form.is_valid():
        action = partial(actions.note_hours, process=found, **form.cleaned_data)
        if done(request, form, action):
            messages.success(request, _("Noted."))
            return redirect("benefits:process", pk=found.pk)
    seen = promising.promises(request.acting).live().filter(process=found).order_by("made_at")
    rows = promising.promise_rows(list(seen), request.acting.day)
    context = {"form": form, "process": found, "promises": rows, "may_keep": may_keep}
    return render(request, "benefits/process.html", context)


@get_and_post
def tell_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose the hours are, where another initiative promises on the same work."""
    found = get_object_or_404(promising.promises(request.acting), pk=pk)
    if not states.may_promise(request.acting, municipality_id=found.municipality_id):
        raise Http404
    page = pages.page(request.acting, found)
    if request.method != "POST" and "change" not in states.STATES[found.state]:
        messages.info(request, states.why_not(found.state))
        return redirect(found)
    about = {"acting": request.acting, "benefit": found.benefit}
    form = MarkForm(sent(request), initial=MarkForm.initial_from(found), **about)
    if form.is_valid():
        action = partial(actions.tell_apart, commitment=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Told apart. The owner is asked anew."))
            return redirect(found)
    return render(
        request, "benefits/tell_apart.html", {"form": form, "page": page, "commitment": found}
    )
