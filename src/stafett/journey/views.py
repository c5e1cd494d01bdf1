"""Home, whole stories, and help."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stafett.initiatives.models import Initiative
from stafett.journey import drawings, rulebook
from stafett.journey.queries import home as queries
from stafett.journey.queries import round as rounds
from stafett.journey.queries import traces
from stafett.needs import queries as needs
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
    context = {"home": queries.home(request.acting, timezone.localdate())}
    return render(request, "journey/home.html", context)


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
        "step": story.next_step(request.acting),
        "similar": needs.similar_to(request.acting, text, language=found.lang, but=found.pk),
        "traces": traces.happened_with(found) if story.is_own else [],
    }
    return render(request, "journey/need.html", context)


@require_safe
@login_not_required
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the whole story of one initiative: the round."""
    seen = Initiative.objects.visible_to(request.acting).select_related("organisation", "group")
    found = get_object_or_404(seen, pk=pk)
    context = {"initiative": found, "round": rounds.round_of(request.acting, found)}
    return render(request, "journey/initiative.html", context)


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
