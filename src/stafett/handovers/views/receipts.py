"""What was signed: to read, to take along, and for anybody to check."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from stafett.handovers import forms, queries, sheets
from stafett.handovers.models import Receipt
from stafett.handovers.queries import documents
from stafett.handovers.queries.archive import package
from stafett.handovers.queries.figures import figures as exchanges
from stafett.lib.doors import as_attachment, sent
from stafett.lib.pacing import not_too_often
from stafett.lib.sheets import as_xlsx
from stafett.needs.models import LINE_LENGTH


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was signed, and whether it stands as it was signed."""
    found = _receipt(request, pk)
    context = {"receipt": found, "page": queries.receipt_page(found)}
    return render(request, "handovers/receipt.html", context)


@require_safe
def receipt_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt as a document; ``?sprak=`` chooses its language."""
    found = _receipt(request, pk)
    with translation.override(asked_language(request)):
        name, made = documents.receipt_name(found), documents.receipt_pdf(found)
    return as_attachment(made, f"{name}.pdf", "application/pdf")


@require_safe
def receipt_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt, and those before it, as a file that can be checked anywhere."""
    found = _receipt(request, pk)
    name = f"{documents.receipt_name(found)}.json"
    return as_attachment(documents.receipt_file(found), name, "application/json")


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all receipts of a baton as one package, filed as somebody says."""
    found = get_object_or_404(queries.visible(request.acting), pk=pk)
    title = f"{_('Baton')}: {found.initiative.title}. {documents.from_to(found)}"
    form = forms.ArchiveForm(sent(request), initial={"journal_title": title[:LINE_LENGTH]})
    if form.is_valid() and found.receipts.exists():
        made = package(found, form.filing(), request.acting, timezone.now())
        return as_attachment(made, f"{_('baton')}-{found.pk}.zip", "application/zip")
    context = {"form": form, "baton": found, "count": found.receipts.count()}
    return render(request, "handovers/archive.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how exchanges go: how long an answer takes, and why batons come back."""
    if not request.acting.is_somebody:
        raise Http404
    return render(request, "handovers/figures.html", {"page": exchanges(request.acting)})


@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Give how exchanges go as a file."""
    if not request.acting.is_somebody:
        raise Http404
    book = sheets.exchanges(exchanges(request.acting))
    return as_xlsx(_("exchanges"), book, by=request.acting, now=timezone.now())


@csrf_exempt  # It changes nothing, and what is too large is told of here.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@not_too_often
def check(request: HttpRequest) -> HttpResponse:
    """Let anybody find out whether a receipt holds, and whether it is known here."""
    found = None
    try:
        form = forms.CheckForm(*_sent(request))
        if form.is_valid():
            found = queries.checked(form.cleaned_data["data"], form.cleaned_data["pages"])
    except RequestDataTooBig:
        form = forms.CheckForm()
        messages = {"says": _("That is larger than any receipt. Choose the JSON file instead.")}
        return render(request, "handovers/check.html", {"form": form, **messages}, status=413)
    return render(request, "handovers/check.html", {"form": form, "found": found})


def _sent(request: HttpRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _receipt(request: HttpRequest, pk: int) -> Receipt:
    return get_object_or_404(queries.visible_receipts(request.acting), pk=pk)


def asked_language(request: HttpRequest) -> str:
    """Return the language that ``?sprak=`` asks for, or the reader's own."""
    asked = request.GET.get("sprak", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()
