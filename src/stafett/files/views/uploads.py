"""Files that people bring: the list, one file, and the way in and back."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stafett.files import kinds, sheets
from stafett.files.actions import importing
from stafett.files.actions import uploads as actions
from stafett.files.forms import uploads as forms
from stafett.files.models import Upload
from stafett.files.queries import uploads as queries
from stafett.files.queries.preview import preview_page
from stafett.files.rules import proposals
from stafett.files.rules import uploads as rules
from stafett.files.rules.kinds import Kind, Taken
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.lib.doors import done, sent
from stafett.lib.sheets import as_xlsx

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25
FILE = "application/octet-stream"


@get_and_post
def listed(request: HttpRequest) -> HttpResponse:
    """Show the files that came, and take one more; ``?tiltak=`` names what it is about."""
    if not rules.may_bring(request.acting):
        raise Http404
    about = _about(request)
    form = forms.UploadForm(sent(request), request.FILES or None)
    if form.is_valid() and (upload := _kept(request, form, about)):
        return redirect(upload)
    rows = Paginator(queries.listed(request.acting), PER_PAGE)
    context = {
        "form": form,
        "about": about,
        "kinds": kinds.KINDS,
        "page": rows.get_page(request.GET.get("side", 1)),
    }
    return render(request, "files/list.html", context)


@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Give the list of files that came as a file."""
    if not rules.may_bring(request.acting):
        raise Http404
    book, now = sheets.files(request.acting), timezone.now()
    return as_xlsx(_("files"), book, by=request.acting, now=now)


@get_and_post
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would come of a file, with what is asked about it; or what came of it."""
    found = _theirs(request, pk)
    if found.state == rules.IMPORTED:
        return render(request, "files/done.html", _came(found))
    kind = _kind(found)
    form = kind.form(sent(request), upload=found, acting=request.acting)
    if form.is_valid() and _settled(request, form, found, kind):
        messages.success(request, _("Looked at once more, with your answers."))
        return redirect(f"{found.get_absolute_url()}#preview")
    told = {"side": request.GET.get("side", 1), "only": request.GET.get("vis", "")}
    page = preview_page(request.acting, found, kind, **told)
    context = {"upload": found, "kind": kind, "form": form, "page": page}
    return render(request, "files/preview.html", context)


@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a file in."""
    found = _theirs(request, pk)
    action = partial(importing.bring_in, upload=found, kind=_kind(found))
    if _stepped(request, action):
        messages.success(request, _("Brought in. Here is what came of it."))
    return redirect(found)


@get_and_post
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back all that came of a file."""
    found = _theirs(request, pk)
    if found.state != rules.IMPORTED and request.method != "POST":
        return redirect(found)
    form = forms.VersionForm(sent(request), initial={"version": found.version})
    if form.is_valid():
        action = partial(importing.undo, upload=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Undone. Everything is as it was before."))
            return redirect(found)
    context = {"form": form, **_came(found)}
    return render(request, "files/undo.html", context)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a file away that nothing came of."""
    found = _theirs(request, pk)
    try:
        actions.discard(upload=found, by=request.acting, now=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason.message))
        return redirect(found)
    messages.success(request, _("Thrown away. Nothing of it is kept."))
    return redirect("files:list")


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file back as it was."""
    found = _theirs(request, pk)
    return as_file(bytes(found.content), found.name)


@require_safe
def take_along(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is written in the file when it is taken along, and what it has no room for."""
    found = _theirs(request, pk)
    context = {"upload": found, "kind": _kind(found), "taken": _taken(request, found)}
    return render(request, "files/take_along.html", context)


@require_safe
def take_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file with what has changed here since."""
    found = _theirs(request, pk)
    return as_file(_taken(request, found).content, found.name)


# --- what the pages share -------------------------------------------------------------------


def as_file(content: bytes, name: str) -> HttpResponse:
    """Return a file that is saved and never run in the browser."""
    response = HttpResponse(content, content_type=FILE)
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _theirs(request: HttpRequest, pk: int) -> Upload:
    return get_object_or_404(queries.visible(request.acting), pk=pk)


def _kind(upload: Upload) -> Kind:
    kind = kinds.named(upload.kind)
    if kind is None:
        raise Http404
    return kind


def _taken(request: HttpRequest, upload: Upload) -> Taken:
    kind = _kind(upload)
    if kind.take_along is None or upload.state != rules.IMPORTED or upload.about is None:
        raise Http404
    taken: Taken = kind.take_along(request.acting, upload)
    return taken


def _about(request: HttpRequest) -> Initiative | None:
    asked = request.GET.get("tiltak", "")
    if not asked.isdecimal() or len(asked) >= 18:
        return None
    own = initiatives.visible(request.acting)
    return own.filter(pk=int(asked), organisation_id=request.acting.organisation_id).first()


def _kept(request: HttpRequest, form: Any, about: Initiative | None) -> Upload | None:
    """Keep a file and look at it once; what nobody can read is told of at the field."""
    told = form.sent()
    try:
        rules.check_size(len(told["content"]))
        kind = kinds.of_file(told["content"], told["name"])
    except Refused as reason:
        form.refuse(reason)
        return None
    found = done(request, form, partial(actions.keep, kind=kind.name, about=about, **told))
    if found:
        _first_look(request, found, kind)
    return found or None


def _first_look(request: HttpRequest, found: Upload, kind: Kind) -> None:
    form = kind.form(None, upload=found, acting=request.acting)
    _look(request, found, kind, form.first_settings(), found.choices)


def _settled(request: HttpRequest, form: Any, found: Upload, kind: Kind) -> bool:
    seen, taken = request.POST.getlist("seen"), request.POST.getlist("take")
    choices = proposals.chosen(found.choices, seen=seen, taken=taken)
    try:
        _look(request, found, kind, form.settings(), choices, version=form.cleaned_data["version"])
    except Refused as reason:
        form.refuse(reason)
        return False
    return True


def _look(
    request: HttpRequest,
    found: Upload,
    kind: Kind,
    settings: dict[str, Any],
    choices: dict[str, bool],
    version: int | None = None,
) -> None:
    told = {"settings": settings, "choices": choices}
    who = {"by": request.acting, "now": timezone.now()}
    refusals = importing.rehearse(upload=found, kind=kind, **told, **who)
    version = found.version if version is None else version
    actions.settle(upload=found, refusals=refusals, version=version, **told, **who)


def _came(upload: Upload) -> dict[str, Any]:
    kind = kinds.named(upload.kind)
    return {
        "upload": upload,
        "kind": kind,
        "came": queries.came_of(upload),
        "kept": queries.kept_of(upload),
    }


def _stepped(request: HttpRequest, action: Any) -> bool:
    form = forms.VersionForm(request.POST)
    if not form.is_valid():
        return False
    try:
        action(**form.cleaned_data, by=request.acting, now=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason.message))
        return False
    return True
