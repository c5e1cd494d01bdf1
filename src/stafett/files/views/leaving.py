"""Taking along all that an organisation owns."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stafett.files.actions import leaving as actions
from stafett.files.queries import leaving as queries
from stafett.files.rules import leaving as rules


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponseBase:
    """Show what there is, and give all of it as one file."""
    if not rules.may_leave(request.acting):
        raise Http404
    if request.method != "POST":
        held = queries.held(request.acting)
        rows = sum(row.count for row in held)
        context = {"held": held, "rows": rows, "elsewhere": queries.elsewhere()}
        return render(request, "files/leaving.html", context)
    now = timezone.now()
    actions.take_all(by=request.acting, now=now)
    response = StreamingHttpResponse(
        queries.packed(request.acting, now), content_type="application/zip"
    )
    name = _("all-of-it") + f"-{timezone.localdate(now):%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
