"""Pages about mail: how often I want it, and what the organisation has sent."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx
from stafett.post import actions, forms, queries, rules, sheets

PER_PAGE, LAST = 50, 10


@require_http_methods(["GET", "HEAD", "POST"])
def pace(request: HttpRequest) -> HttpResponse:
    """Choose how often I get mail, and see what was sent to me."""
    form = forms.PaceForm(sent(request), initial={"pace": queries.pace_of(request.user.pk)})
    if form.is_valid():
        action = partial(actions.choose_pace, person=request.user, pace=form.cleaned_data["pace"])
        if done(request, form, action) is not False:
            messages.success(request, _("Saved. What waits for you follows the new choice."))
            return redirect("post:pace")
    mails = queries.to_me(request.acting)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("side", 1))
    context = {"form": form, "page": page, "feed": queries.feed_of(request.user.pk)}
    return render(request, "post/pace.html", context)


@require_POST
@never_cache
def feed(request: HttpRequest) -> HttpResponse:
    """Make an address for my calendar, shown this once; or end the one there is."""
    told: dict[str, Any] = {"person": request.user, "by": request.acting, "now": timezone.now()}
    if "end" in request.POST:
        actions.end_feed(**told)
        messages.success(request, _("Ended. Your calendar gets nothing from here any more."))
        return redirect("post:pace")
    path = reverse("journey:feed", kwargs={"token": actions.make_feed(**told)})
    context = {"address": f"{settings.PUBLIC_ADDRESS}{path}"}
    return render(request, "post/feed.html", context)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show what the organisation has sent: what, when and to whom, not what it said."""
    _must_look_after_it(request)
    page = Paginator(queries.log(request.acting), PER_PAGE).get_page(request.GET.get("side", 1))
    trouble = queries.in_trouble(request.acting)
    context = {"page": page, "refused": trouble.get(rules.REFUSED, 0),
               "given_up": trouble.get(rules.GIVEN_UP, 0)}  # fmt: skip
    return render(request, "post/log.html", context)


@require_safe
def log_workbook(request: HttpRequest) -> FileResponse:
    """Give the log as a file, all of it."""
    _must_look_after_it(request)
    now = timezone.now()
    return as_xlsx(_("mail"), sheets.log(request.acting), by=request.acting, now=now)


@require_POST
def send_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what could not be sent."""
    _must_look_after_it(request)
    mail = get_object_or_404(queries.log(request.acting), pk=pk)
    if actions.send_anew(mail=mail, by=request.acting, now=timezone.now()):
        messages.success(request, _("It is sent anew."))
    return redirect("post:log")


def _must_look_after_it(request: HttpRequest) -> None:
    if not rules.may_read_the_log(request.acting):
        raise Http404
