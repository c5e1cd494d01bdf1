"""What has not become an initiative yet: needs, and those where something is tried out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import ngettext

from stafett.initiatives.models import Initiative
from stafett.journey.queries.board.choosing import Asked
from stafett.lib import Acting
from stafett.needs.models import Need
from stafett.trials.models import Trial
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Early:
    """How many needs wait on a leg in a place, and where they are read."""

    says: str
    count: int
    url: str


def early(
    acting: Acting, asked: Asked, places: Collection[int]
) -> Mapping[int, Mapping[str, Early]]:
    """Return what there is before the initiatives, by place and leg.

    It is not told where somebody asks for what only an initiative has: a name, a lead, a leg.
    """
    if asked != Asked(sector=asked.sector, whose=asked.whose if asked.everywhere else ""):
        return {}
    found: defaultdict[int, dict[str, Early]] = defaultdict(dict)
    for place, needs, tested in _counted(acting, asked.sector, places):
        address = f"{reverse('needs:list')}?place={place}&sector={asked.sector}"
        for leg, count in (("need", needs - tested), ("test", tested)):
            if count:
                found[place][leg] = Early(_says(leg, count), count, address)
    return found


def _counted(acting: Acting, sector: str, places: Collection[int]) -> Iterable[tuple[int, ...]]:
    """Return how many open needs each place has that nothing answers, and how many are tried."""
    answered = Initiative.needs.through.objects.filter(need=OuterRef("pk"))
    tried = Exists(Trial.objects.filter(need=OuterRef("pk")))
    rows = Need.objects.visible_to(acting).open().filter(~Exists(answered), organisation__in=places)
    rows = rows.filter(sector=sector) if sector else rows
    counted = rows.order_by().alias(tried=tried).values_list("organisation")
    return counted.annotate(needs=Count("pk"), tested=Count("pk", filter=Q(tried=True)))


def _says(leg: str, count: int) -> str:
    says = {
        "need": ngettext("%(count)s need", "%(count)s needs", count),
        "test": ngettext("%(count)s being tested", "%(count)s being tested", count),
    }
    return says[leg] % {"count": number(count)}
