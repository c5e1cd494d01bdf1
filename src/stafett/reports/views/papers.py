"""Documents to take along: a plan, a case, a board pack. None shows more than the pages do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stafett.benefits.actions import outlook as drawing
from stafett.benefits.models import Simulation
from stafett.benefits.queries import economy
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.doors import as_attachment
from stafett.lib.papers import Paper, as_pdf, gaps
from stafett.lib.slides import MEDIA_TYPE as POWERPOINT
from stafett.lib.slides import as_pptx
from stafett.lib.wordfiles import MEDIA_TYPE as WORD
from stafett.lib.wordfiles import as_docx
from stafett.reports.forms import TakeForm
from stafett.reports.queries.papers import planned
from stafett.reports.queries.papers.case import case_paper
from stafett.reports.queries.papers.knowing import Known, known
from stafett.reports.queries.papers.pack import pack
from stafett.reports.queries.papers.plan import plan_paper
from stafett.reports.queries.papers.planned import Planned
from stafett.reports.queries.papers.roadmap import roadmap_paper
from stafett.reports.queries.papers.words import file_name
from stafett.reports.views.rollups import rolled_up
from stafett.roadmap import queries as roadmaps
from stafett.roadmap.models import Roadmap
from stafett.roadmap.models import Simulation as PlanSimulation
from stafett.roadmap.queries import spread

WORD_OR_PDF = {
    "docx": gettext_lazy("Word, to go on writing in"),
    "pdf": gettext_lazy("PDF, for reading and for the archive"),
}
SLIDES = {"pptx": gettext_lazy("PowerPoint")}
WRITERS: Mapping[str, tuple[Callable[[Paper], bytes], str]] = {
    "docx": (as_docx, WORD),
    "pdf": (as_pdf, "application/pdf"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that can be taken along: what it is, and how many places are left to fill in."""

    key: str
    title: str
    says: str
    url: str
    form: TakeForm
    gaps: int | None = None


@require_safe
def of_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which documents an initiative can be taken along as."""
    found = _initiative(request, pk)
    told = _known(request, found)
    offers = [
        Offer(
            key="plan",
            title=_("Benefits realisation plan"),
            says=_(
                "The plan by the tables of the standard: who owns which benefit, how it is taken "
                "out, and what was measured."
            ),
            url=reverse("reports:plan_file", kwargs={"pk": pk}),
            form=TakeForm(kinds=WORD_OR_PDF, auto_id="plan_%s"),
            gaps=gaps(plan_paper(told)),
        ),
        Offer(
            key="case",
            title=_("Case for the council"),
            says=_(
                "For the council or the chief executive: the need, the tests, what it costs and "
                "gives, what people said, and the alternatives."
            ),
            url=reverse("reports:case_file", kwargs={"pk": pk}),
            form=TakeForm(kinds=WORD_OR_PDF, auto_id="case_%s"),
            gaps=gaps(case_paper(told)),
        ),
    ]
    context = {"offers": offers, "of": found, "back": found.get_absolute_url()}
    return render(request, "reports/take.html", context)


@require_safe
def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan for realising the benefits of an initiative."""
    found = _initiative(request, pk)
    return _file(request, "plan", found.title, lambda: plan_paper(_known(request, found)))


@require_safe
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case for an initiative, to be decided on."""
    found = _initiative(request, pk)
    return _file(request, "case", found.title, lambda: case_paper(_known(request, found)))


@require_safe
def of_roadmap(request: HttpRequest, pk: int) -> HttpResponse:
    """Show that a roadmap's plan can be taken along as a case."""
    found = _roadmap(request, pk)
    says = _(
        "For the council or the chief executive: what is chosen within the budget, what was left "
        "out and why, what each costs and gives, what people said, and the alternatives."
    )
    offer = Offer(
        key="case",
        title=_("Case for the council"),
        says=says,
        url=reverse("reports:roadmap_file", kwargs={"pk": pk}),
        form=TakeForm(kinds=WORD_OR_PDF, auto_id="case_%s"),
        gaps=gaps(roadmap_paper(_planned(request, found))),
    )
    context = {"offers": [offer], "of": found, "back": found.get_absolute_url()}
    return render(request, "reports/take.html", context)


@require_safe
def roadmap_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case for a roadmap's plan, to be decided on."""
    found = _roadmap(request, pk)
    return _file(request, "case", found.title, lambda: roadmap_paper(_planned(request, found)))


@require_safe
def of_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show that the results of an organisation can be taken along as a board pack."""
    found = rolled_up(request, pk).organisation
    says = _(
        "Five slides for the board, twice a year: what we set out to do, what came of it against "
        "plan, what is late and who has it, what the board is asked to decide, and what it rests "
        "on. The charts can be changed in PowerPoint, and the notes have what a slide has no room "
        "for."
    )
    url = reverse("reports:pack_file", kwargs={"pk": pk})
    form = TakeForm(kinds=SLIDES, auto_id="pack_%s")
    offers = [Offer("pack", _("Board pack"), says, url, form)]
    back = reverse("reports:organisation", kwargs={"pk": pk})
    return render(request, "reports/take.html", {"offers": offers, "of": found, "back": back})


@require_safe
def pack_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the board pack of an organisation."""
    page = rolled_up(request, pk)
    language, ending = TakeForm(request.GET, kinds=SLIDES).asked()
    with translation.override(language):
        name = file_name(str(NAMES["pack"]), page.organisation.label, page.day)
        made = as_pptx(pack(request.acting, page, timezone.now()))
    return as_attachment(made, f"{name}.{ending}", POWERPOINT)


# --- what the doors share -------------------------------------------------------------------


def _initiative(request: HttpRequest, pk: int) -> Initiative:
    return get_object_or_404(initiatives.visible(request.acting), pk=pk)


def _known(request: HttpRequest, found: Initiative) -> Known:
    """Read what somebody may know of an initiative, drawn anew where what it rests on changed."""
    page = economy.page(request.acting, found)
    now, outlooks = timezone.now(), {}
    if page.reckoned is not None:
        kept = drawing.bring_up_to_date(
            rows=Simulation,
            of={"initiative": found, "organisation_id": request.acting.organisation_id},
            asked=economy.to_draw(page.reckoned, found),
            by=request.acting,
            now=now,
        )
        outlooks = economy.outlooks(page.reckoned, kept)
    return known(request.acting, found, economy=page, outlooks=outlooks, now=now)


def _roadmap(request: HttpRequest, pk: int) -> Roadmap:
    return get_object_or_404(roadmaps.visible(request.acting), pk=pk)


def _planned(request: HttpRequest, found: Roadmap) -> Planned:
    """Read what somebody may know of a roadmap's plan, and how it may turn out."""
    now, acting = timezone.now(), request.acting
    chosen = roadmaps.chosen_on(found)
    span = spread.spread(acting, found, chosen)
    if span is not None:
        of = {"roadmap": found, "organisation_id": acting.organisation_id}
        drawn = drawing.bring_up_to_date(
            rows=PlanSimulation, of=of, asked=span.asked, by=acting, now=now
        )
        span = span.with_drawings(drawn)
    drawings = _drawings(acting, [row.initiative for row in chosen], now)
    return planned.planned(acting, found, spread=span, drawings=drawings, now=now)


def _drawings(acting: Acting, chosen: list[Initiative], now: datetime) -> planned.Drawings:
    """Return how each that is chosen may turn out, drawn anew where what it rests on changed."""
    asked = planned.to_draw(acting, chosen)
    kept = planned.kept(acting, asked)
    return {
        row.pk: kept.get(row.pk)
        or drawing.bring_up_to_date(
            rows=Simulation,
            of={"initiative": row, "organisation_id": acting.organisation_id},
            asked=asked[row.pk],
            by=acting,
            now=now,
        )
        for row in chosen
        if any(asked.get(row.pk, {}).values())
    }


NAMES: Mapping[str, Any] = {
    "plan": gettext_lazy("benefits plan"),
    "case": gettext_lazy("case"),
    "pack": gettext_lazy("board pack"),
}


def _file(request: HttpRequest, kind: str, title: str, paper: Callable[[], Paper]) -> HttpResponse:
    """Write a document in the language and as the kind of file that is asked for."""
    language, ending = TakeForm(request.GET, kinds=WORD_OR_PDF).asked()
    writer, media_type = WRITERS[ending]
    with translation.override(language):
        name = file_name(str(NAMES[kind]), title, request.acting.day)
        made = writer(paper())
    return as_attachment(made, f"{name}.{ending}", media_type)
