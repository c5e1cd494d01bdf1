"""Home, whole stories, and help."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stafett.cases import queries as cases
from stafett.files.rules.uploads import may_bring
from stafett.initiatives import queries as initiatives
from stafett.journey import actions, drawings, forms, rulebook, sheets
from stafett.journey.calculations import PAGE, TOPICS
from stafett.journey.queries import board as boards
from stafett.journey.queries import due as due_dates
from stafett.journey.queries import home as queries
from stafett.journey.queries import round as rounds
from stafett.journey.queries import traces
from stafett.journey.queries.alone import alone
from stafett.lib.doors import done, sent
from stafett.lib.inputs import asked as asked_words
from stafett.lib.sheets import as_xlsx
from stafett.needs import queries as needs
from stafett.people.rules import spoken
from stafett.post import queries as post
from stafett.post.models import Entry
from stafett.trials import queries as trials


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what is in my hands; to a passer-by, what this is and what is public."""
    if not request.user.is_authenticated:
        count, rows = needs.public_needs()
        return render(request, "journey/front.html", {"count": count, "rows": rows})
    if not request.acting.is_somebody:
        return render(request, "needs/no_role.html")
    told = queries.home(request.acting, timezone.localdate())
    context = {"home": told, "may_bring_files": may_bring(request.acting)}
    return render(request, "journey/home.html", context)


@require_safe
@never_cache
def due(request: HttpRequest) -> HttpResponse:
    """Give what is due for me, as a file that calendars read."""
    if not request.acting.is_somebody:
        raise Http404
    return _calendar(due_dates.due_for(request.acting, timezone.localdate()), request.acting.name)


@require_safe
@login_not_required
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar what is due for the person whose address this is."""
    person = post.whose_feed(token)
    if person is None:
        raise Http404
    with translation.override(spoken(person.language) or settings.LANGUAGE_CODE):
        return _calendar(due_dates.due_in_all_roles(person, timezone.localdate()), person.name)


def _calendar(entries: list[Entry], name: str) -> HttpResponse:
    about = due_dates.said_of(entries, name, timezone.localdate())
    days = post.as_calendar(entries, now=timezone.now(), about=about)
    response = HttpResponse(days, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="stafett.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@login_not_required
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the whole story of one need."""
    found = get_object_or_404(needs.visible(request.acting), pk=pk)
    text = f"{found.title}\n{found.problem}\n{found.affected_group}"
    story = needs.story(request.acting, found)
    context = {
        "story": story,
        "need": found,
        "tests": trials.lines_of(found, request.acting.day),
        "initiatives": initiatives.of_need(request.acting, found),
        "step": story.next_step(request.acting),
        "similar": needs.similar_to(request.acting, text, language=found.lang, but=found.pk),
        "cases": cases.of_alike_needs(request.acting, text, language=found.lang, but=found.pk),
        "traces": traces.happened_with(found) if story.is_own else [],
    }
    return render(request, "journey/need.html", context)


@require_safe
@login_not_required
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the whole story of one initiative: the round."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    is_ours = found.organisation_id == request.acting.organisation_id
    context = {
        "initiative": found,
        "round": rounds.round_of(request.acting, found),
        "may_bring_files": is_ours and may_bring(request.acting),
    }
    return render(request, "journey/initiative.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def say_why_alone(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a municipality does on its own what its region works on."""
    found = get_object_or_404(initiatives.visible(request.acting), pk=pk)
    page = initiatives.page(request.acting, found)
    if not page.may_change:
        raise Http404
    beside = alone(request.acting, page)
    if beside.warning is None and request.method != "POST":
        return redirect(found)
    form = forms.AloneForm(sent(request))
    if form.is_valid():
        action = partial(actions.say_why_alone, initiative=found, **form.cleaned_data)
        if done(request, form, action) is not False:
            messages.success(request, _("Your reason is noted."))
            return redirect(found)
    context = {"form": form, "initiative": found, "alone": beside}
    return render(request, "journey/alone.html", context)


@require_safe
@login_not_required
def board(request: HttpRequest) -> HttpResponse:
    """Show where every baton is, as lanes or as a table."""
    form = forms.BoardForm(request.GET)
    asked, side = form.asked(), request.GET.get("side", "1")
    context = {"form": form, "asked": asked}
    if request.GET.get("vis") == "tabell":
        return _board_as_table(request, context, side)
    context["board"] = found = boards.board(request.acting, asked, side)
    if not found.count:
        context["example"] = boards.example(request.acting.day)
    return render(request, "journey/board.html", context)


def _board_as_table(request: HttpRequest, context: dict[str, Any], side: str) -> HttpResponse:
    sort = request.GET.get("sort", "place")
    context["board"] = boards.table(request.acting, context["asked"], sort, side)
    context["columns"] = boards.columns(sort)
    return render(request, "journey/board_table.html", context)


@require_safe
@login_not_required
def board_workbook(request: HttpRequest) -> FileResponse:
    """Give every line of the board as a file."""
    form, sort = forms.BoardForm(request.GET), request.GET.get("sort", "place")
    book = sheets.board(request.acting, form.asked(), sort, asked_words(form))
    return as_xlsx(_("relay board"), book, by=request.acting, now=timezone.now())


@require_safe
@login_not_required
def rules(request: HttpRequest) -> HttpResponse:
    """Tell every rule the program holds."""
    context = {
        "page": rulebook.RULES_PAGE,
        "rules": [(rule, rulebook.HOW[rule.how]) for rule in rulebook.rules()],
        "hows": rulebook.HOW,
    }
    return render(request, "journey/rules.html", context)


@require_safe
@login_not_required
def states(request: HttpRequest) -> HttpResponse:
    """Draw the states things go through."""
    context = {
        "page": rulebook.STATES_PAGE,
        "machines": [(machine, drawings.drawn(machine)) for machine in rulebook.MACHINES],
        "nothing": rulebook.NOTHING_TO_DO,
    }
    return render(request, "journey/states.html", context)


@require_safe
@login_not_required
def calculations(request: HttpRequest) -> HttpResponse:
    """Show how figures are reckoned, in examples one can redo."""
    context = {"page": PAGE, "topics": TOPICS}
    return render(request, "journey/calculations.html", context)
