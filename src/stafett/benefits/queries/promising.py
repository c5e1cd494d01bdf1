"""Benefits and the promises on them, as somebody may read them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.benefits.models import (
    Benefit,
    Commitment,
    CommitmentQuerySet,
    MapEdge,
    PassedWarning,
    State,
    TakeOut,
)
from stafett.benefits.queries import ground, plan, processes
from stafett.benefits.queries.valuing import Account, Worth
from stafett.benefits.rules import processes as hours_rules
from stafett.benefits.rules import promising as rules
from stafett.benefits.rules import states
from stafett.calc import rollup
from stafett.indicators.models import Indicator, Observation
from stafett.indicators.queries import amount
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Answer, CostLine, Initiative, Participation
from stafett.initiatives.queries.costs import goes_light
from stafett.lib import Acting, RuleWarning
from stafett.organisations.models import Organisation, ParameterName, Role, RoleKind
from stafett.organisations.queries import parameters
from stafett.people.models import Person
from stafett.ui.figures import hours, nok, number, percent

OWNERS = (RoleKind.LEADER, RoleKind.CHIEF_EXECUTIVE)
MONTHS = 12
ENDS = ("source", "source__benefit", "target", "target__benefit")


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One municipality's promise: what it began from, what it is worth, what is not in order.

    ``worth`` is of a full year, in its account's own unit; None when it is not known.
    ``left_out`` says why it is in no sum; empty when it counts.
    """

    commitment: Commitment
    observation: Observation | None
    figures: ground.Figures
    worth: Worth | None
    warnings: list[RuleWarning]
    left_out: str

    @property
    def baseline(self) -> Decimal | None:
        """What the yardstick read before."""
        return self.observation.value if self.observation else None

    @property
    def worth_words(self) -> str:
        """What a full year is worth, in words."""
        return worth_words(self.worth, self.figures.get(ParameterName.HOURS_PER_FTE))

    @property
    def baseline_words(self) -> str:
        """The baseline with its unit: «12 minutter»."""
        return reading_words(self.commitment.benefit.indicator, self.baseline)

    @property
    def baseline_number(self) -> str:
        """The baseline where the head of the column has the unit."""
        return _("Not measured") if self.baseline is None else reading_number(self.baseline)

    @property
    def likely_number(self) -> str:
        """The level that is hoped for, without its unit."""
        return reading_number(self.commitment.target_likely)

    @property
    def likely_words(self) -> str:
        """The level that is hoped for, with its unit."""
        return reading_words(self.commitment.benefit.indicator, self.commitment.target_likely)

    @property
    def target_words(self) -> str:
        """The level that is hoped for, and between which it most likely lands."""
        row, indicator = self.commitment, self.commitment.benefit.indicator
        if row.target_low == row.target_high:
            return self.likely_words
        between = {
            "likely": self.likely_words,
            "low": reading_words(indicator, row.target_low),
            "high": reading_words(indicator, row.target_high),
        }
        return _("%(likely)s (%(low)s to %(high)s)") % between

    @property
    def is_taken_from_the_budget(self) -> bool:
        """Whether the budget is to be reduced by what it is worth."""
        return self.commitment.take_out == TakeOut.BUDGET

    @property
    def is_promised(self) -> bool:
        """Whether the owner has said yes."""
        return self.commitment.state == State.CONFIRMED


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A benefit of an initiative, with the promises one may see."""

    benefit: Benefit
    promises: list[PromiseRow]


NAMED = ("benefit__initiative__organisation", "benefit__indicator", "municipality", "unit",
         "owner", "process", "depends_on__benefit")  # fmt: skip


def visible(acting: Acting) -> QuerySet[Benefit]:
    """Return the benefits somebody may see, with what a page names."""
    rows = Benefit.objects.visible_to(acting)
    return rows.select_related("initiative__organisation", "indicator__owner")


def promises(acting: Acting) -> CommitmentQuerySet:
    """Return the promises somebody may see, with what a page names."""
    return Commitment.objects.visible_to(acting).select_related(*NAMED)


def overview(acting: Acting, initiative: Initiative, *, warns: bool = True) -> list[BenefitRow]:
    """Return the benefits of an initiative, each with the promises one may see.

    A page that shows no warnings saves looking for them.
    """
    of_it = Benefit.objects.visible_to(acting).filter(initiative=initiative)
    told = of_it.select_related("indicator__owner").order_by("is_disbenefit", "id")
    benefits = {row.pk: row for row in told}
    for benefit in benefits.values():
        benefit.initiative = initiative
    seen = Commitment.objects.visible_to(acting).filter(benefit__in=benefits)
    # Many promises name few municipalities: each of those is read once.
    ordered = seen.prefetch_related("municipality", "unit").order_by("municipality__label", "id")
    its_benefit = Commitment._meta.get_field("benefit")
    for row in ordered:
        its_benefit.set_cached_value(row, benefits[row.benefit_id])
    by_benefit = defaultdict(list)
    for promise in promise_rows(list(ordered), acting.day, warns=warns):
        by_benefit[promise.commitment.benefit_id].append(promise)
    return [BenefitRow(benefit, by_benefit[pk]) for pk, benefit in benefits.items()]


def promise_rows(
    commitments: list[Commitment], today: date, *, warns: bool = True
) -> list[PromiseRow]:
    """Return promises with what they rest on and what they are worth, in a fixed few questions."""
    looked = _Looked(commitments, today, warns=warns)
    return [looked.row(commitment) for commitment in commitments]


class _Looked:
    """All that a list of promises takes from the database, asked once."""

    def __init__(self, commitments: list[Commitment], today: date, *, warns: bool) -> None:
        self.today, self.warns = today, warns
        self.figures = ground.figures_of({row.municipality_id for row in commitments}, today)
        found = ground.baselines(commitments)
        self.read = {row.pk: found.get(row.pk) for row in commitments}
        self.out, self.rivals = _left_out(commitments, self.read)
        self.passed = _passed(commitments) if warns else set()
        initiatives = (row.benefit.initiative for row in commitments)
        self.light = light_ones(initiatives, today) if warns else set()

    def row(self, row: Commitment) -> PromiseRow:
        observation = self.read.get(row.pk)
        before = observation.value if observation else None
        figures = self.figures[row.municipality_id]
        worth = plan.worth_of(row, before, figures)
        return PromiseRow(
            commitment=row,
            observation=observation,
            figures=figures,
            worth=worth,
            warnings=self._warnings(row, before, figures, worth),
            left_out=self.out.get(row.pk, ""),
        )

    def _warnings(
        self, row: Commitment, before: Decimal | None, figures: ground.Figures, worth: Worth | None
    ) -> list[RuleWarning]:
        if not self.warns or row.benefit.initiative_id in self.light:
            return []
        raised = [
            _not_told_apart(self.rivals, row),
            rules.undecided_too_long(row.take_out, row.take_out_by, self.today),
            _fragmented(row, before, figures),
            rules.single_point(row.target_low, row.target_high),
            _measuring(row, before, figures, worth),
        ]
        return [each for each in raised if each and (row.pk, each.rule) not in self.passed]


def _passed(commitments: Iterable[Commitment]) -> set[tuple[int | None, str]]:
    rows = PassedWarning.objects.filter(commitment__in=[row.pk for row in commitments])
    return set(rows.values_list("commitment_id", "rule"))


# --- what does not count ---------------------------------------------------------------------


def left_out(commitments: Iterable[Commitment]) -> dict[int, str]:
    """Return which promises are in no sum, and why: what is not here counts.

    Withdrawn and declined ones; those that lead to another benefit the municipality has promised
    on (R11); those that depend on another, or are not told apart from one that was first (R14).
    A promise that waits for a yes is a forecast and is not left out: its ``state`` tells.
    """
    return _left_out(list(commitments), {})[0]


def _left_out(
    commitments: list[Commitment], read: Mapping[int, Observation | None]
) -> tuple[dict[int, str], processes.Rivals]:
    after = leads_to({row.benefit.initiative_id for row in commitments})
    beside = set().union(*after.values())
    rivals = processes.rivals_of(commitments, as_given=True, beside=beside)
    arrows = [(start, end) for start, ends in after.items() for end in ends]
    why = _not_ends(commitments, rivals.known(read), arrows) if arrows else {}
    reasons = _over(commitments) | processes.not_counted(rivals) | why
    asked = {row.pk for row in commitments}
    return {pk: why for pk, why in reasons.items() if pk in asked}, rivals


def _over(commitments: Iterable[Commitment]) -> dict[int, str]:
    words = {
        State.DECLINED: _("the owner said no"),
        State.WITHDRAWN: _("the promise is withdrawn"),
    }
    return {row.pk: words[State(row.state)] for row in commitments if row.state in words}


def _not_ends(
    commitments: list[Commitment], known: list[Commitment], arrows: list[tuple[int, int]]
) -> dict[int, str]:
    """R11: what a benefit is worth is already in the one it leads to, where that has a worth.

    A promise nobody has said yes to takes nothing from one that is made.
    """
    why = _("it leads to another benefit and is counted there")

    @cache
    def ends(among: frozenset[int]) -> list[int]:
        return rollup.end_benefits(among, arrows)

    return {
        row.pk: why
        for row in commitments
        if known and processes.is_valued(row) and row.benefit_id not in ends(_beside(row, known))
    }


def _beside(row: Commitment, known: Iterable[Commitment]) -> frozenset[int]:
    """Return the benefit, and those the municipality has promised on that may take its worth."""
    return frozenset({row.benefit_id}).union(
        other.benefit_id
        for other in known
        if other.municipality_id == row.municipality_id
        and (other.state == State.CONFIRMED or row.state == State.PROPOSED)
    )


def leads_to(initiative_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the benefits that each benefit leads to by the maps, however far (R11)."""
    arrows = MapEdge.objects.filter(source__initiative__in=initiative_ids)
    benefit_at: dict[int, int | None] = {}
    onwards = defaultdict(list)
    for start, its, end, theirs in arrows.values_list(*ENDS):
        benefit_at |= {start: its, end: theirs}
        onwards[start].append(end)
    return {
        benefit: {there for place in _beyond(node, onwards) if (there := benefit_at[place])}
        for node, benefit in benefit_at.items()
        if benefit
    }


def _beyond(node: int, onwards: Mapping[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(onwards.get(node, ()))
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += onwards.get(place, ())
    return found


# --- what warns ------------------------------------------------------------------------------


def _not_told_apart(rivals: processes.Rivals, row: Commitment) -> RuleWarning | None:
    """R14, with the other's name: it is the municipality's own promise as well."""
    if not processes.is_valued(row) or row.state not in (State.PROPOSED, State.CONFIRMED):
        return None
    first = [each for each in rivals.earlier(row) if not processes.are_told_apart(row, each)]
    return hours_rules.same_work(first[0].benefit.name) if first else None


def _fragmented(
    row: Commitment, before: Decimal | None, figures: ground.Figures
) -> RuleWarning | None:
    if row.people is None:
        return None
    freed, days = processes.hours_promised(row, before), figures.get(ParameterName.WORKING_DAYS)
    minutes = rules.minutes_each(freed, row.people, days)
    if not rules.is_fragmented(minutes, figures.get(ParameterName.FRAGMENT_MINUTES)):
        return None
    fewest = figures.get(ParameterName.MINIMUM_N) or 0
    shown = number(minutes, 1) if (row.people or 0) >= max(5, fewest) else ""
    return rules.fragmented(shown)


def is_fragmented(row: Commitment, before: Decimal | None, figures: ground.Figures) -> bool:
    """Whether it is minutes spread over many (R17)."""
    return _fragmented(row, before, figures) is not None


def _measuring(
    row: Commitment, before: Decimal | None, figures: ground.Figures, worth: Worth | None
) -> RuleWarning | None:
    spent = float(row.measuring_hours or 0) * MONTHS / row.measure_every
    gain = processes.hours_promised(row, before)
    if gain is None and worth and figures.hourly_cost and row.benefit.counts == "nok":
        gain = worth.likely / float(figures.hourly_cost)
    most = figures.get(ParameterName.MEASURING_SHARE)
    if not rules.measuring_costs(spent, gain, most):
        return None
    return rules.measuring_too_dear(percent(most))


def initiative_warnings(initiative: Initiative, day: date) -> list[RuleWarning]:
    """Return what warns about the benefits of an initiative as a whole (R38)."""
    aims = Benefit.objects.filter(initiative=initiative, is_main_aim=True, is_disbenefit=False)
    raised = rules.too_many_aims(list(aims.values_list("kind", flat=True)))
    if raised is None or is_light(initiative, day):
        return []
    passed = PassedWarning.objects.filter(initiative=initiative, commitment=None, rule=raised.rule)
    return [] if passed.exists() else [raised]


# --- numbers to words ------------------------------------------------------------------------


def reading_words(indicator: Indicator, value: Decimal | None) -> str:
    """Return a reading with its unit, or that it is not measured."""
    return _("Not measured") if value is None else amount(indicator, float(value))


def reading_number(value: Decimal) -> str:
    """Return a reading with the decimals it has, two at most."""
    return number(value, 0 if value == value.to_integral_value() else 2)


KRONER = {Account.BUDGET, Account.KRONER, Account.INHABITANTS_KRONER, Account.BUSINESS_KRONER,
          Account.PUBLIC_KRONER}  # fmt: skip
WHOSE = {
    Account.INHABITANTS_HOURS: gettext_lazy("%(worth)s for inhabitants"),
    Account.INHABITANTS_KRONER: gettext_lazy("%(worth)s for inhabitants"),
    Account.BUSINESS_HOURS: gettext_lazy("%(worth)s for businesses"),
    Account.BUSINESS_KRONER: gettext_lazy("%(worth)s for businesses"),
    Account.PUBLIC_HOURS: gettext_lazy("%(worth)s for other public bodies"),
    Account.PUBLIC_KRONER: gettext_lazy("%(worth)s for other public bodies"),
}


def worth_words(worth: Worth | None, hours_per_fte: Decimal | None) -> str:
    """Return what a full year is worth in words: «1 520 timer (0,9 årsverk) i året»."""
    if worth is None:
        return _("Not known yet")
    if worth.account == Account.QUALITY:
        return _("Counted as quality: what the yardstick reads is what counts")
    return str(WHOSE.get(worth.account, "%(worth)s")) % {"worth": _amount(worth, hours_per_fte)}


def _amount(worth: Worth, hours_per_fte: Decimal | None) -> str:
    if worth.account not in KRONER:
        fte = hours_per_fte if worth.account == Account.HOURS else None
        return _("%(hours)s a year") % {"hours": hours(worth.likely, fte)}
    said = {"kroner": nok(worth.likely), "year": worth.price_year}
    if worth.account == Account.BUDGET:
        return _in_the_budget(worth) % said
    if worth.price_year is None:
        return _("%(kroner)s a year") % said
    return _("%(kroner)s a year, in %(year)s prices") % said


def _in_the_budget(worth: Worth) -> str:
    if worth.price_year is None:
        return _("%(kroner)s a year less in the budget")
    return _("%(kroner)s a year less in the budget, in %(year)s prices")


# --- the light track -------------------------------------------------------------------------


def is_light(initiative: Initiative, day: date) -> bool:
    """Whether an initiative is small enough to be asked less."""
    return initiative.pk in light_ones([initiative], day)


def light_ones(initiatives: Iterable[Initiative], day: date) -> set[int]:
    """Return which of these are on the light track, by the figures of their owners."""
    rows = {row.pk: row for row in initiatives}
    lines = defaultdict(list)
    for line in CostLine.objects.filter(initiative__in=rows):
        lines[line.initiative_id].append(line)
    owners_of = {row.organisation_id for row in rows.values()}
    told = {pk: parameters(Acting(organisation_id=pk, day=day)) for pk in owners_of}
    light = {pk: goes_light(row, lines[pk], told[row.organisation_id]) for pk, row in rows.items()}
    return {pk for pk, is_so in light.items() if is_so}


# --- who promises, and who owns --------------------------------------------------------------


def may_describe(acting: Acting, initiative: Initiative) -> bool:
    """Whether this person looks after the initiative, and so its benefits."""
    return initiative_rules.may_change(
        acting, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )


def may_promise(acting: Acting, initiative: Initiative) -> bool:
    """Whether this person can promise for a municipality that is in on the initiative."""
    if not states.may_promise(acting, municipality_id=acting.organisation_id):
        return False
    return takes_part(acting.organisation_id, initiative)


def takes_part(organisation_id: int | None, initiative: Initiative) -> bool:
    """Whether it is a municipality, and the initiative is its own or it has said it joins."""
    here = Organisation.objects.municipalities().filter(pk=organisation_id)
    if organisation_id == initiative.organisation_id:
        return here.exists()
    joined = Participation.objects.filter(initiative=initiative, answer=Answer.JOINS)
    return joined.filter(municipality__in=here).exists()


def owners(acting: Acting, initiative: Initiative) -> QuerySet[Person]:
    """Return those who can own a benefit in one's own municipality today (R05)."""
    roles = Role.objects.holding_on(acting.day).filter(
        organisation_id=acting.organisation_id, kind__in=OWNERS
    )
    people = Person.objects.filter(pk__in=roles.values("person"), is_active=True)
    return people.exclude(pk=initiative.lead_id).order_by("name")


def leads_there(person_id: int | None, municipality_id: int, on: date) -> bool:
    """Whether a person is a leader in a municipality on a day."""
    roles = Role.objects.holding_on(on).filter(person_id=person_id, kind__in=OWNERS)
    return roles.filter(organisation_id=municipality_id).exists()


def readings(acting: Acting, benefit: Benefit) -> QuerySet[Observation]:
    """Return one's own readings of a benefit's yardstick, the latest first."""
    rows = Observation.objects.visible_to(acting).live().filter(indicator=benefit.indicator_id)
    return rows.select_related("unit", "indicator").order_by("-period_end", "-id")


def last_before(
    acting: Acting, *, indicator: Indicator, effect_starts_on: date, **_told: object
) -> Observation | None:
    """Return the last reading of the whole organisation from before the effect starts."""
    rows = Observation.objects.visible_to(acting).live().filter(indicator=indicator, unit=None)
    return rows.filter(period_end__lt=effect_starts_on).order_by("period_end", "id").last()


def counted_already(row: Commitment) -> str | None:
    """Return the benefit in which the same reading is counted already (R13), if any."""
    if not processes.is_valued(row):
        return None
    others = Commitment.objects.live().filter(
        benefit__initiative=row.benefit.initiative_id,
        benefit__indicator=row.benefit.indicator_id,
        municipality=row.municipality_id,
    )
    others = others.exclude(pk=row.pk).select_related("benefit")
    tree = ground.Tree([row.municipality_id])
    same = [each for each in others if processes.is_valued(each)]
    found = [each for each in same if tree.overlap(row.unit_id, each.unit_id)]
    return found[0].benefit.name if found else None


def earliest_effect(initiative: Initiative) -> date | None:
    """Return when the first effect on an initiative starts, by what is promised."""
    live = Commitment.objects.live().filter(benefit__initiative=initiative)
    return live.aggregate(first=Min("effect_starts_on"))["first"]
