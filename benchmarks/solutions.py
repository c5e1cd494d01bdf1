"""A solution with one of all that hangs on one, so that every page of these rooms is shown.

Only what the database asks for is filled in: the pages are visited, and nobody reads them.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from stafett.benefits.actions import marks
from stafett.benefits.models import (
    Benefit,
    Commitment,
    MapEdge,
    MapNode,
    Process,
    ProcessHours,
    Unpriced,
)
from stafett.cases.models import Case
from stafett.cases.rules import TEXTS
from stafett.handovers import actions as handovers
from stafett.handovers import queries as batons
from stafett.handovers.models import Baton
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import CostLine, Difference, Initiative, Involvement, StaffView
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.needs.models import Need
from stafett.people.models import Person
from stafett.roadmap import actions as roadmap
from stafett.roadmap.models import Candidate
from stafett.trials.models import Trial

Pages = dict[str, dict[str, list[object]]]


class Solution:
    """One of all that hangs on a solution, for its own municipality to look at.

    ``shown`` is what the pages of the rooms above are shown with, as :mod:`benchmarks.addresses`
    takes it. ``by`` leads there, ``chief`` signs, and ``other`` is a municipality that tells.
    """

    def __init__(self, need: Need, by: Acting, chief: Acting, now: datetime, other: int) -> None:
        self.need, self.by, self.chief, self.now = need, by, chief, now
        self.named = {"changed_at": now, "changed_by_name": by.name}
        self.own = self._initiative("Roboten gir medisinen")
        self.promised = self._promised()
        self.shown: Pages = {
            **self._initiatives(),
            **self._benefits(),
            **self._roadmap(),
            **self._batons(),
            **self._cases(other),
        }

    def _initiative(self, title: str, **told: Any) -> Initiative:
        made = Initiative.objects.create(
            organisation=self.need.organisation, lead_id=self.by.person_id, lead_name=self.by.name,
            title=title, solution="Vi slutter å kjøre ut midt på dagen.", registered_at=self.now,
            registered_by_name=self.by.name, **self.named, **told,
        )  # fmt: skip
        made.needs.add(self.need)
        return made

    # --- initiatives -----------------------------------------------------------------------

    def _initiatives(self) -> Pages:
        line = {"initiative": self.own, "what": "Turen midt på dagen"}
        difference = Difference.objects.create(
            **line, is_removed=True, kind="step", minutes=20, times_a_year=3000, relieved="staff"
        )
        cost = CostLine.objects.create(
            **line, kind="licence", year=2027, last_year=2028, low=1, likely=2, high=3,
            price_year=2026, vat="excluded", payer="municipality",
        )  # fmt: skip
        said = self._brought_in(self.own)
        without = self._initiative("Noe nytt, og ingenting faller bort")
        stopped = self._initiative("Stoppet i tide", stage="stopped", stopped_reason="For dyrt.")
        of = {"journey:initiative": self.own, "journey:alone": self.own, "initiatives:": self.own}
        of |= dict.fromkeys(("initiatives:change_cost", "initiatives:remove_cost"), cost)
        names = ("initiatives:change_difference", "initiatives:remove_difference")
        of |= dict.fromkeys(names, difference)
        of |= {"initiatives:reply": said, "initiatives:resume": stopped}
        passed = {"initiatives:pass_warning": {"pk": [without.pk], "rule": ["R03"]}}
        return _pages(of) | passed

    def _brought_in(self, initiative: Initiative) -> Involvement:
        home = initiative.organisation
        StaffView.objects.create(
            initiative=initiative, municipality=home, asked=20, see_the_use=14,
            asked_on=self.by.day, noted_at=self.now,
        )  # fmt: skip
        return Involvement.objects.create(
            initiative=initiative, organisation=home, kind="informed", with_whom="Fagforbundet",
            view="Hvem svarer om natta?", happened_on=self.by.day, noted_at=self.now,
        )  # fmt: skip

    # --- benefits --------------------------------------------------------------------------

    def _promised(self) -> Commitment:
        """Return a promise with a yes, read once since, with less than was promised."""
        made = self._promise(self._benefit(self.own, "Kortere tid", kind="time_saved"))
        self._read(made, made.baseline_to, 12)
        self._read(made, made.effect_starts_on, 11)
        return made

    def _read(self, promise: Commitment, day: date, value: int) -> None:
        Observation.objects.create(
            indicator=promise.benefit.indicator, organisation=promise.municipality,
            period_start=day, period_end=day, value=value, recorded_at=self.now,
        )  # fmt: skip

    def _benefit(self, initiative: Initiative, name: str, **told: Any) -> Benefit:
        indicator = Indicator.objects.create(
            owner=self.need.organisation, name=name, scope="own", unit="minutter",
            direction="down", created_at=self.now,
        )  # fmt: skip
        direct = {"valuation": "direct", "counts": "hours", "factor": 1, "times_a_year": 22_800}
        return Benefit.objects.create(
            initiative=initiative, mark=marks.give(initiative=initiative, letter="Ø"),
            name=name, indicator=indicator, is_main_aim=True, beneficiary="municipality", **direct, **self.named, **told,
        )  # fmt: skip

    def _promise(self, benefit: Benefit, **told: Any) -> Commitment:
        """Promise one level, as if nobody could be wrong: that warns (R26)."""
        promised = {
            "state": "confirmed", "answered_at": self.now, "take_out": "other_use",
            "effect_starts_on": self.by.day - timedelta(days=400),
            "baseline_from": self.by.day - timedelta(days=500),
            "baseline_to": self.by.day - timedelta(days=500),
        }  # fmt: skip
        return Commitment.objects.create(
            benefit=benefit, municipality=self.need.organisation, owner_id=self.by.person_id,
            owner_name=self.by.name, made_at=self.now, made_by_name=self.by.name,
            target_low=8, target_likely=8, target_high=8, **self.named, **promised | told,
        )  # fmt: skip

    def _benefits(self) -> Pages:
        saved = self._benefit(self.own, "Færre turer", kind="avoided_cost")
        better = self._benefit(self.own, "Tryggere", kind="quality")
        asked = self._promise(saved, state="proposed", answered_at=None, take_out="budget")
        process = Process.objects.create(organisation=self.need.organisation, name="Kjøring")
        ProcessHours.objects.create(process=process, year=2025, hours=900, noted_at=self.now)
        effect = Unpriced.objects.create(
            initiative=self.own, beneficiary="inhabitants", importance=2, extent=1,
            changed_at=self.now,
        )  # fmt: skip
        does, gains = (
            MapNode.objects.create(initiative=self.own, **told)
            for told in ({"kind": "change", "label": "Roboten fylles"},
                         {"kind": "benefit", "benefit": saved})
        )  # fmt: skip
        arrow = MapEdge.objects.create(source=does, target=gains)
        loose = MapNode.objects.create(initiative=self.own, kind="enabler", label="Opplæring")
        promises = {"pk": [self.promised.pk, asked.pk]}
        names = ("commitment", "change", "confirm", "decline", "withdraw", "tell_apart", "plan",
                 "fill_plan", "readings", "measure", "explain", "conclude")  # fmt: skip
        of = {"benefits:": self.own, "benefits:process": process, "benefits:map_erase": arrow}
        names_of = {
            effect: ("reweigh", "unweigh"),
            loose: ("map_node", "map_remove"),
            better: ("benefit", "describe_anew", "remove", "promise"),
        }
        of |= {f"benefits:{name}": row for row, its in names_of.items() for name in its}
        return _pages(of) | {
            **{f"benefits:{name}": promises for name in names},
            "benefits:pass_warning": {**promises, "rule": ["R26"]},
            "benefits:pass_initiative_warning": {"pk": [self.own.pk], "rule": ["R38"]},
            "benefits:map_pass": {"pk": [self.own.pk], "rule": ["R09", "R10"]},
        }

    # --- the roadmap -----------------------------------------------------------------------

    def _roadmap(self) -> Pages:
        made = roadmap.draw(
            told={"title": "Vårt", "first_year": 2027, "last_year": 2030, "price_year": 2026},
            budgets={2027: Decimal(500_000)}, by=self.by, now=self.now,
        )  # fmt: skip
        chosen, waits = (
            Candidate.objects.create(
                roadmap=made, initiative=each, place=place, decision=decision,
                nominated_at=self.now, **self.named,
            )
            for place, (each, decision) in enumerate(
                [(self.own, "chosen"), (self._initiative("En kandidat"), "open")]
            )
        )  # fmt: skip
        names = ("move_up", "move_down", "choose", "undo", "leave_out", "window")
        candidates = {f"roadmap:{name}": {"pk": [chosen.pk, waits.pk]} for name in names}
        return _pages({"roadmap:": made}) | candidates

    # --- cases -----------------------------------------------------------------------------

    def _cases(self, other: int) -> Pages:
        ours = self._case(self.own, self.need.organisation_id)
        told = {"state": "published", "scope": "public", "published_at": self.now,
                **dict.fromkeys(TEXTS, "Roboten gir medisinen til rett tid.")}  # fmt: skip
        published = self._case(self._initiative("Fortalt"), self.need.organisation_id, **told)
        theirs = self._case(self._initiative("Fortalt av andre"), other, **told)
        trial = Trial.objects.filter(need=self.need).order_by("-id")[:1]
        return {
            "cases:": {"pk": [ours.pk, published.pk, theirs.pk]},
            "cases:tell": {"pk": [self._initiative("Ikke fortalt ennå").pk]},
            "cases:tell_of_trial": {"pk": [row.pk for row in trial]},
        }

    def _case(self, initiative: Initiative, organisation_id: int, **told: Any) -> Case:
        return Case.objects.create(
            initiative=initiative, organisation_id=organisation_id, author_name=self.by.name,
            written_at=self.now, sector="health", **self.named,
            **{"title": "Roboten ble tatt i bruk", **told},
        )  # fmt: skip

    # --- batons ----------------------------------------------------------------------------

    def _batons(self) -> Pages:
        draft, offered, accepted = (self._baton(steps) for steps in range(3))
        steps = {"pk": [self._step(accepted)]}
        with transaction.atomic():
            tell_database(self.by)
            receipts = list(accepted.receipts.values_list("pk", flat=True))
        of_initiative = dict.fromkeys(("of_initiative", "prepare"), self.own)
        return {
            "handovers:": {"pk": [draft.pk, offered.pk, accepted.pk]},
            **_pages({f"handovers:{name}": row for name, row in of_initiative.items()}),
            **{f"handovers:{name}_step": steps for name in ("change", "do", "remove")},
            "handovers:receipt": {"pk": receipts},
            "handovers:end_delegation": {"pk": [self.chief.role_id]},
        }

    def _baton(self, steps: int) -> Baton:
        """Return a baton to the municipality from itself: a draft, offered, or accepted."""
        initiative = self._initiative(f"Veksling {steps}", stage="handover")
        promise = self._promise(
            self._benefit(initiative, f"Raskere {steps}", kind="time_saved"),
            effect_starts_on=self.by.day + timedelta(days=60),
        )
        self._read(promise, promise.baseline_to, 12)
        self._brought_in(initiative)
        made = handovers.prepare(
            initiative=initiative, municipality=self.need.organisation, offered=self._offer(),
            by=self.by, now=self.now,
        )  # fmt: skip
        for does in (self._offers, self._accepts)[:steps]:
            does(made)
            made = self._again(made)
        return made

    def _offer(self) -> dict[str, Any]:
        return {
            "message": "Vi har prøvd det i to kommuner.",
            "respond_by": self.by.day + timedelta(days=28),
            "support": "Opplæring",
            "support_until": self.by.day + timedelta(days=200),
        }

    def _offers(self, baton: Baton) -> None:
        """Meet every point but the signature, and offer it."""
        aside = {"whose_time": "To på økonomi", "hours": Decimal(120), "money": Decimal(40_000),
                 "price_year": 2026}  # fmt: skip
        who = {"by": self.by, "now": self.now}
        handovers.fill_in(baton=baton, set_aside=aside, baselines={}, version=baton.version, **who)
        self._step(baton)
        ready = self._again(baton)
        handovers.offer(baton=ready, version=ready.version, **who)

    def _accepts(self, baton: Baton) -> None:
        with transaction.atomic():
            tell_database(self.chief)
            seen = batons.seen(self.chief, baton)
        handovers.accept(baton=baton, seen=seen, version=baton.version, by=self.chief, now=self.now)

    def _step(self, baton: Baton) -> int:
        step = {
            "what": "Roboten fylles en gang i uka", "what_stops": "Turen midt på dagen",
            "owner": Person.objects.get(pk=self.by.person_id),
            "due_on": self.by.day + timedelta(days=30),
        }  # fmt: skip
        return handovers.add_step(baton=baton, step=step, by=self.by, now=self.now).pk

    def _again(self, baton: Baton) -> Baton:
        with transaction.atomic():
            tell_database(self.by)
            return Baton.objects.get(pk=baton.pk)


def _pages(rows: Mapping[str, Any]) -> Pages:
    """Return what each page is shown with: the id of a row."""
    return {page: {"pk": [row.pk]} for page, row in rows.items()}
