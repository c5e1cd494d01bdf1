"""A region's initiative that municipalities promise on, and a country of them."""

from datetime import date

from django.utils import timezone

from stafett.benefits.models import Usage
from stafett.calc.spread import Batch
from stafett.lib.spreading import made_of_each
from stafett.organisations.models import Kind, RoleKind
from stafett.reports import actions, queries
from tests import factories

BEFORE = (date(2025, 1, 1), date(2025, 12, 31))
LATELY = (date(2026, 1, 1), date(2026, 9, 30))


def day():
    """Return today, as a reader's day is."""
    return timezone.localdate()


def an_initiative(owner, sector="health", **said):
    """Return an initiative of an organisation, in a service."""
    need = factories.NeedFactory(organisation=owner, sector=sector)
    return factories.InitiativeFactory(organisation=owner, needs=[need], **said)


def hours(initiative, **said):
    """Return a benefit of which one minute in the reading is 100 hours a year."""
    told = {"valuation": "direct", "counts": "hours", "factor": 60, "times_a_year": 100}
    return factories.BenefitFactory(initiative=initiative, **told | said)


def promise(benefit, place, *, before=12, target=8, read=None, **said):
    """Return a promise to come from 12 to 8: 400 hours; read again where told, long ago or not."""
    until = timezone.localdate()
    periods = {"baseline_from": BEFORE[0], "baseline_to": BEFORE[1]}
    levels = {"target_low": target - 1, "target_likely": target, "target_high": target + 1}
    made = factories.CommitmentFactory(
        benefit=benefit, municipality=place, **periods, **levels, **{"measure_every": 60} | said
    )
    if before is not None:
        reads(made, BEFORE, before)
    if read is not None:
        reads(made, (made.effect_starts_on, max(made.effect_starts_on, until)), read)
    return made


def reads(made, period, value):
    """Let the yardstick have read something there."""
    row = factories.ObservationFactory(
        indicator=made.benefit.indicator, organisation=made.municipality, unit=made.unit,
        period_start=period[0], period_end=period[1], value=value,
    )  # fmt: skip
    if made.benefit.valuation == "volume":
        Usage.objects.create(
            commitment=made, period_start=period[0], period_end=period[1], volume=1, users=1,
            of_users=1, recorded_by_name="Kari Nes", recorded_at=factories.NOW,
        )  # fmt: skip
    return row


# --- the country ----------------------------------------------------------------------------


def a_nation():
    """Return the nation."""
    return factories.OrganisationFactory(kind=Kind.NATIONAL, number="NO", name="Norge")


def an_analyst(nation=None, kind=RoleKind.ANALYST):
    """Return somebody who works with the nation's figures: the role."""
    person = factories.PersonFactory(name="Siv Strand")
    return factories.RoleFactory(person=person, organisation=nation or a_nation(), kind=kind)


def a_county(name):
    """Return a county."""
    return factories.OrganisationFactory(kind=Kind.COUNTY, name=name)


def municipalities(count, county=None):
    """Return some municipalities, in a county."""
    return [factories.OrganisationFactory(county=county) for _number in range(count)]


def publish(role, now=None):
    """Publish an edition."""
    acting = factories.acting_for(role, day())
    return actions.publish(by=acting, now=now or timezone.now())


def drawn(spread):
    """Return what comes of a drawing, worked out where the settings say."""
    wanted = queries.to_draw(spread)
    return queries.told(wanted, made_of_each(Batch.values, wanted.batches))


# --- tables on a page -----------------------------------------------------------------------


def tables(page):
    """Return each table of a page: its caption, and the cells of its rows, heads aside."""
    return [
        (
            next(part.text for part in table if part.name == "caption"),
            [[cell.text for cell in row.children if getattr(cell, "name", "") in ("th", "td")]
             for part in table if part.name in ("tbody", "tfoot")
             for row in part if row.name == "tr"],
        )
        for table in page.all("table")
    ]  # fmt: skip


def row(page, title, table="All that is promised"):
    """Return the cells of a row: forecast, measured, coverage; numbers without thin spaces."""
    for caption, rows in tables(page):
        for cells in rows:
            if table in caption and cells[0].startswith(title):
                return [cell.replace("\u202f", "").replace("\u00a0", " ") for cell in cells[1:]]
    raise AssertionError(f"No row «{title}» in {tables(page)}.")
