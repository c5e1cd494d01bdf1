"""Figures are made anew when something has changed, and the nation's are published."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from stafett.audit import actions as audit
from stafett.benefits.actions import reference
from stafett.benefits.models import Commitment
from stafett.benefits.queries import sums
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.queries.sums import Line
from stafett.benefits.queries.valuing import Account
from stafett.lib import Acting, later
from stafett.organisations import queries as organisations
from stafett.organisations.models import Organisation
from stafett.reports import queries, rules
from stafett.reports.models import (
    Edition,
    ExchangeEdition,
    Figure,
    PublishedCell,
    Spread,
    Touch,
)

# So many municipalities are reckoned at a time.
AT_A_TIME = 20
FIELDS = tuple(field.name for field in Figure._meta.concrete_fields if not field.primary_key)


# --- bringing up to date --------------------------------------------------------------------


def bring_up_to_date(*, municipality_ids: Iterable[int] | None, day: date) -> int:
    """Reckon anew what has changed in these municipalities, or in all; return how many it was.

    A touch that comes while it is reckoned stays, and is reckoned the next time.
    """
    touches = queries.touches(municipality_ids)
    stale = {place for _pk, place in touches} | queries.passed_by(municipality_ids, day)
    if stale:
        _make_up_to_date(sorted(stale), [pk for pk, _place in touches], day)
    return len(stale)


@transaction.atomic
def _make_up_to_date(places: Sequence[int], touches: Sequence[int], day: date) -> None:
    for some in batches(places):
        _reckon(some, day)
    Touch.objects.filter(pk__in=touches).delete()


@transaction.atomic
def make_anew(*, municipality_ids: Sequence[int], day: date) -> None:
    """Forget what is kept of these municipalities, and reckon it from nothing."""
    for some in batches(municipality_ids):
        Figure.objects.filter(municipality__in=some).delete()
        _reckon(some, day)


def batches(places: Sequence[int]) -> Iterator[list[int]]:
    """Yield as many municipalities as are reckoned at a time."""
    waiting = iter(places)
    while some := list(islice(waiting, AT_A_TIME)):
        yield some


def _reckon(places: Sequence[int], day: date) -> None:
    figures = reckoned(places, day)
    Figure.objects.bulk_create(
        figures, update_conflicts=True, update_fields=FIELDS, unique_fields=["commitment"]
    )
    kept = [figure.commitment_id for figure in figures]
    Figure.objects.filter(municipality__in=places).exclude(commitment__in=kept).delete()


def reckoned(places: Sequence[int], day: date) -> list[Figure]:
    """Return the figures of some municipalities as they are, whatever is kept."""
    live = Commitment.objects.live().filter(municipality__in=places)
    named = ("benefit__indicator", "benefit__initiative", "municipality", "unit")
    promises = list(live.select_related(*named).order_by("id"))
    return [_figure(line, standing, day) for line, standing in sums.counted(promises, day)]


def _figure(line: Line, standing: Standing, day: date) -> Figure:
    worth, measured = line.worth, line.measured
    is_quality = line.account == Account.QUALITY
    return Figure(
        commitment_id=line.commitment.pk,
        municipality_id=line.commitment.municipality_id,
        initiative_id=line.commitment.benefit.initiative_id,
        account=str(line.account),
        price_year=worth.price_year if worth else None,
        low=worth.low if worth else None,
        likely=worth.likely if worth else None,
        high=worth.high if worth else None,
        measured=measured.likely if measured else None,
        reached=line.reached,
        expected=standing.expected,
        is_read=(line.reached if is_quality else measured) is not None,
        is_confirmed=line.is_confirmed,
        is_left_out=bool(line.left_out),
        known_until=None if standing.conclusion else standing.due.due_on,
        reckoned_on=day,
    )


# --- publishing -----------------------------------------------------------------------------


@audit.traced
def publish(*, by: Acting, now: datetime) -> Edition:
    """Publish the nation's figures as they are today, those that tell of nobody.

    One edition at a time: each is held up to all before it.
    """
    rules.check_may_publish(by, is_national=queries.is_national(by))
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    bring_up_to_date(municipality_ids=None, day=by.day)
    found = queries.ground(by)
    rules.check_there_is_something(len(found.shares))
    minimum = max(rules.FEWEST, organisations.minimum_n(by))
    before = list(Edition.objects.prefetch_related("cells").order_by("made_at"))
    cells = queries.cells(found.shares, before, minimum)
    edition = Edition.objects.create(
        day=by.day, made_at=now, made_by_name=by.name, minimum=minimum,
        ground=queries.kept(found.shares), **queries.told_beside(found),
    )  # fmt: skip
    for cell in cells:
        cell.edition = edition
    PublishedCell.objects.bulk_create(cells)
    reference.publish(outturns=queries.outturns(by.day), minimum=minimum, day=by.day, now=now)
    details = {"shown": sum(cell.is_shown for cell in cells), "of": len(cells)}
    audit.record(verb="edition.published", target=edition, by=by, at=now, details=details)
    return edition


@audit.traced
def publish_exchanges(*, by: Acting, now: datetime) -> ExchangeEdition:
    """Publish how batons go in the whole country, what tells of nobody.

    One edition at a time: each is held up to all before it.
    """
    rules.check_may_publish(by, is_national=queries.is_national(by))
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    found = queries.offers(by)
    rules.check_a_baton_is_offered(len(found))
    minimum = max(rules.FEWEST, organisations.minimum_n(by))
    cells = queries.exchange_cells(found, ExchangeEdition.objects.all(), minimum)
    edition = ExchangeEdition.objects.create(
        day=by.day, made_at=now, made_by_name=by.name, minimum=minimum, cells=cells,
        ground=queries.ground_to_keep(found),
    )  # fmt: skip
    details = {"shown": sum(cell[4] is not None for cell in cells), "of": len(cells)}
    audit.record(verb="exchanges.published", target=edition, by=by, at=now, details=details)
    return edition


# --- how far it could turn out --------------------------------------------------------------

DRAWING = "reports.jobs.draw_spread"


@audit.traced
def ask_for_spread(*, draws: int, by: Acting, now: datetime) -> Spread:
    """Have the spread of the latest edition drawn anew, with a seed of its own."""
    rules.check_may_publish(by, is_national=queries.is_national(by))
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    edition = rules.published(queries.latest_edition())
    before = queries.latest_spread(edition)
    rules.check_nothing_is_drawn(is_under_way=before is not None and before.is_under_way)
    parameters = organisations.parameters(by)
    rules.check_figures_are_set(queries.not_set(parameters))
    spread = Spread.objects.create(
        edition=edition, draws=draws, seed=secrets.randbits(32), asked_at=now,
        asked_by_name=by.name, **queries.spread_by(parameters),
    )  # fmt: skip
    spread.job_id = later(DRAWING, spread.pk)
    spread.save(update_fields=["job"])
    details = {"draws": spread.draws, "seed": spread.seed}
    audit.record(verb="spread.asked", target=edition, by=by, at=now, details=details)
    return spread


def keep_spread(spread: Spread, found: Sequence[Sequence[object]]) -> None:
    """Keep what was drawn."""
    Spread.objects.filter(pk=spread.pk).update(found=found)
