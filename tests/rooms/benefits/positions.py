"""What a promise means for positions, as far as a story asks it to have come."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from stafett.benefits.actions import plan, staffing
from stafett.benefits.models import StaffingEffect
from stafett.initiatives import actions as initiatives
from tests import factories
from tests.rooms.benefits import promises

STEPS = {"inform": "informed", "consult": "consulted", "assess": "risk_assessed"}


def planned(**said):
    """Return half a position that goes when somebody leaves, decided in a month."""
    return {
        "realised_by": "natural_leaving",
        "what": "Fakturaene. Ingen ansettes når én går av til sommeren.",
        "positions": Decimal("0.5"),
        "people": 6,
        "dismissals": 0,
        "dismissals_on": None,
        "decide_by": timezone.localdate() + timedelta(30),
        **said,
    }


def cuts(count, on, **said):
    """Return so many dismissals on a day."""
    told = {"realised_by": "fewer_positions", "people": max(count, 6), "positions": Decimal(count)}
    return planned(dismissals=count, dismissals_on=on, **(told | said))


class Promise:
    """A promise that is taken out in Kari's budget, and those who have a part in it."""

    def __init__(self, kari, **said):
        self.by, self.home = kari.acting_now, kari.home
        initiative = factories.InitiativeFactory(organisation=kari.home)
        benefit = promises.a_benefit(initiative, **said.pop("benefit", {}))
        promises.a_reading(benefit, kari.home)
        told = {"take_out": "budget", "owner": kari.person, "effect_starts_on": promises.FROM}
        read = {"baseline_from": promises.BEFORE, "baseline_to": promises.BEFORE}
        self.pk = factories.CommitmentFactory(benefit=benefit, **{**told, **read, **said}).pk

    @property
    def row(self):
        return promises.fresh(factories.Commitment(pk=self.pk))

    @property
    def effect(self):
        rows = StaffingEffect.objects.live().select_related("commitment__benefit__initiative")
        return rows.get(commitment=self.pk)

    def plans(self, by=None, now=None, **said):
        return staffing.plan(
            commitment=self.row,
            planned=planned(**said),
            by=by or self.by,
            now=now or timezone.now(),
        )

    def _does(self, action, **said):
        effect = self.effect
        now = said.pop("now", None) or timezone.now()
        by = said.pop("by", None) or self.by
        action(effect=effect, version=effect.version, by=by, now=now, **said)

    def changes(self, **said):
        self._does(staffing.change, planned=planned(**said))

    def notes(self, kind, **said):
        told = {"view": "Vi er for.", "reply": "Takk. Vi gjør det slik."} | said
        return initiatives.note_involvement(
            initiative=self.row.benefit.initiative, kind=kind, with_whom="Fagforbundet",
            happened_on=told.pop("on", timezone.localdate()), by=self.by, now=timezone.now(), **told,
        )  # fmt: skip

    def takes(self, step, note=None, **said):
        self._does(staffing.take, step=step, note=note or self.notes(STEPS[step]), **said)

    def decides(self, **said):
        self._does(staffing.decide, **said)

    def drops(self, reason="Vi gjør det ikke.", **said):
        self._does(staffing.drop, reason=reason, **said)

    def tells_nav(self, on=None, **said):
        self._does(staffing.tell_nav, told_nav_on=on or timezone.localdate(), **said)

    def is_heard(self):
        for step in STEPS:
            self.takes(step)

    def stands_in_the_plan(self, reference="Tiltak 14"):
        """Write all that is promised in the plan, as the page proposes it."""
        row = self.row
        plan.fill(commitment=row, version=row.version, by=self.by, now=timezone.now())
        told = row.plan_lines.values("year", "amount", "price_year")
        self.writes(*({**line, "reference": reference} for line in told))

    def stands_there_with(self, share):
        """Write a part of it only."""
        self.stands_in_the_plan()
        told = self.row.plan_lines.values("year", "amount", "price_year", "reference")
        self.writes(*({**line, "amount": int(line["amount"] * share)} for line in told))

    def writes(self, *lines):
        row = self.row
        plan.write(commitment=row, lines=lines, version=row.version, by=self.by, now=timezone.now())


def in_days(days):
    return timezone.localdate() + timedelta(days)


def half_a_year_ago():
    return timezone.now() - timedelta(200)


LONG_AGO = date(2024, 1, 1)
