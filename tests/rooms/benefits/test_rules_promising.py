"""Each rule about promises: what breaks it, what it says, and that the way out works."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation

from stafett.benefits.actions import plan, processes, promising
from stafett.benefits.models import Commitment, PassedWarning
from stafett.benefits.queries import commitment as pages
from stafett.benefits.queries import promising as queries
from stafett.benefits.rules import plan as plan_rules
from stafett.benefits.rules import processes as hours_rules
from stafett.benefits.rules import promising as rules
from stafett.lib import Refused
from stafett.lib.rules import BLOCKS, WARNS
from stafett.organisations.models import Parameter
from tests import factories
from tests.rooms.benefits import promises
from tests.rooms.benefits.promises import a_benefit, a_leader, a_reading

RULES = (*rules.RULES, *hours_rules.RULES, *plan_rules.RULES)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Story:
    """An initiative of Kari's with a benefit in hours, a reading from before, and an owner."""

    def __init__(self, kari):
        self.by, self.home = kari.acting_now, kari.home
        self.initiative = self.another_initiative()
        self.owner = a_leader(self.home)
        self.benefit = a_benefit(self.initiative, name="Kortere tid per faktura")
        self.read = a_reading(self.benefit, self.home)
        self.owners_acting = promises.acting(self.owner)

    def another_initiative(self):
        return factories.InitiativeFactory(
            organisation=self.home, staff_count=90, lead=factories.PersonFactory()
        )

    def promise(self, benefit=None, **said):
        told = {"baseline": self.read, "owner": self.owner.person, **said}
        return promises.promise(benefit or self.benefit, self.by, **told)

    def rival(self, **said):
        """Promise in another initiative by the same yardstick."""
        benefit = a_benefit(
            self.another_initiative(), indicator=self.benefit.indicator, name="Færre å røre"
        )
        return self.promise(benefit, **said)

    def process(self, hours=4560):
        process = processes.add(name="Registrere fakturaer", by=self.by, now=timezone.now())
        return process, self.note(process, hours)

    def note(self, process, hours):
        return processes.note_hours(
            process=process, unit=None, year=2025, hours=Decimal(hours), source="Timelister",
            by=self.by, now=timezone.now(),
        )  # fmt: skip

    def found_none(self):
        promises.found_none(self.initiative, self.by)

    def warnings(self, commitment):
        [row] = queries.promise_rows([promises.fresh(commitment)], self.by.day)
        return {warning.rule: f"{warning.says} {warning.do}" for warning in row.warnings}


@pytest.fixture
def story(kari):
    return Story(kari)


# --- what blocks ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """What somebody tries, the sentence that stops it, and what works instead."""

    rule: str
    tries: Callable[[Story], Any]
    says: str
    instead: Callable[[Story], Any]


def yes(story, made):
    promises.confirm(made, story.owners_acting)
    return made


def in_the_budget(story, **said):
    return story.promise(take_out="budget", take_out_what="", **said)


def lead_owns(story):
    factories.RoleFactory(person=story.initiative.lead, organisation=story.home)
    story.promise(owner=story.initiative.lead)


def an_employee_owns(story):
    role = factories.RoleFactory(organisation=story.home, kind="employee")
    story.promise(owner=role.person)


def a_leader_elsewhere_owns(story):
    story.promise(owner=a_leader(factories.OrganisationFactory()).person)


def the_owner_left_before_the_yes(story):
    story.found_none()
    made = story.promise()
    type(story.owner).objects.filter(pk=story.owner.pk).update(valid_to=timezone.localdate())
    yes(story, made)


def a_reading_from_after(story):
    late = a_reading(story.benefit, story.home, period_end=promises.FROM)
    story.promise(baseline=late)


def the_same_twice(story):
    story.promise()
    story.promise(a_benefit(story.initiative, indicator=story.benefit.indicator))


def the_whole_and_a_part(story):
    story.promise()
    story.promise(unit=factories.UnitFactory(organisation=story.home), baseline=None)


def once_as_quality(story):
    story.promise()
    told = {"valuation": "none", "counts": "", "factor": None}
    story.promise(a_benefit(story.initiative, indicator=story.benefit.indicator, **told))


def two_parts(story):
    for _part in range(2):
        story.promise(unit=factories.UnitFactory(organisation=story.home), baseline=None)


def a_part_of_a_part(story):
    whole = factories.UnitFactory(organisation=story.home)
    part = factories.UnitFactory(organisation=story.home, parent=whole)
    for unit in (whole, part):
        story.promise(unit=unit, baseline=None)


def more_than_there_is(story):
    process, _noted = story.process(1000)
    story.promise(process=process)


def more_than_is_left(story):
    process, _noted = story.process(2000)
    story.promise(process=process)
    story.rival(process=process)


def as_dependent(story):
    process, _noted = story.process(2000)
    first = story.promise(process=process)
    story.rival(process=process, depends_on=first)


def work_nobody_has_counted(story):
    process = processes.add(name="Noe arbeid", by=story.by, now=timezone.now())
    story.promise(process=process)


def fewer_than_promised(story):
    process, _noted = story.process()
    story.promise(process=process)
    story.note(process, 1000)


def parts_of_more_than_all(story):
    story.promise(split_share=Decimal("0.6"))
    story.rival(split_share=Decimal("0.5"))


def a_yes_without_a_word_of_what_gets_worse(story):
    yes(story, story.promise())


def a_yes_with_a_disbenefit(story):
    a_benefit(story.initiative, is_disbenefit=True)
    yes(story, story.promise())


def a_yes_with_none_found(story):
    story.found_none()
    return yes(story, story.promise())


def a_cut_in_no_plan(story):
    _price(story)
    story.found_none()
    yes(story, in_the_budget(story))


def a_cut_filled_in_without_a_place(story):
    story.found_none()
    made = in_the_budget(story)
    _price(story)
    promises.step_of(plan.fill)(made, story.by)
    yes(story, made)


def a_cut_filled_in_and_placed(story):
    story.found_none()
    made = in_the_budget(story)
    _price(story)
    promises.step_of(plan.fill)(made, story.by)
    _place(story, made)
    yes(story, made)


def _price(story):
    Parameter.objects.create(
        organisation=story.home, name="hourly_cost", value=500,
        valid_from=factories.LONG_AGO, source="Regnskapet",
    )  # fmt: skip


def _place(story, made, more=0):
    lines = [
        {"year": line.year, "amount": line.amount + more, "price_year": line.price_year,
         "reference": "Ramme 3.2"}
        for line in made.plan_lines.all()
    ]  # fmt: skip
    promises.step_of(plan.write)(made, story.by, lines=lines)


def a_cut_other_than_promised(story):
    story.found_none()
    made = in_the_budget(story)
    _price(story)
    promises.step_of(plan.fill)(made, story.by)
    _place(story, made, more=1000)
    yes(story, made)


def a_few_minutes_as_a_cut(story):
    _fewest(story)
    story.found_none()
    yes(story, in_the_budget(story, people=100))


def _fewest(story, **figures):
    for name, value in (figures or {"fragment_minutes": 15, "working_days": 230}).items():
        Parameter.objects.create(
            organisation=story.home, name=name, value=value,
            valid_from=factories.LONG_AGO, source="Oss selv",
        )  # fmt: skip


BLOCKED = [
    Block("R05", lead_owns, "cannot own its benefits", Story.promise),
    Block("R05", an_employee_owns, "owned by a leader in the municipality", Story.promise),
    Block("R05", a_leader_elsewhere_owns, "owned by a leader in the municipality", Story.promise),
    Block(
        "R05", the_owner_left_before_the_yes, "Choose one who is that today", a_yes_with_none_found
    ),
    Block("R06", a_reading_from_after, "«cannot be documented»", Story.promise),
    Block("R12", more_than_there_is, "takes 1\u202f000 hours a year, and 1\u202f520",
          lambda story: story.promise(process=story.process()[0])),
    Block("R12", more_than_is_left, "and 3\u202f040 would be promised saved", as_dependent),
    Block("R12", work_nobody_has_counted, "Note it first",
          lambda story: story.promise(process=story.process()[0])),
    Block("R12", fewer_than_promised, "by «Kortere tid per faktura»", Story.process),
    Block("R13", the_same_twice, "in «Kortere tid per faktura»", once_as_quality),
    Block("R13", the_whole_and_a_part, "counted already", two_parts),
    Block("R13", a_part_of_a_part, "counted already", two_parts),
    Block("R14", parts_of_more_than_all, "more than 100",
          lambda story: [story.promise(split_share=Decimal("0.6")),
                         story.rival(split_share=Decimal("0.4"))]),
    Block("R15", lambda story: story.promise(take_out="undecided"), "Write the day",
          lambda story: story.promise(take_out="undecided", take_out_by=promises.in_days(9))),
    Block("R16", a_cut_in_no_plan, "Fill in the promised amounts", a_cut_filled_in_and_placed),
    Block("R16", a_cut_filled_in_without_a_place, "write where each line stands",
          a_cut_filled_in_and_placed),
    Block("R16", a_cut_other_than_promised, "2027, 2028, 2029, 2030",
          a_cut_filled_in_and_placed),
    Block("R17", a_few_minutes_as_a_cut, "cuts no budget by itself", a_yes_with_none_found),
    Block("R18", a_yes_without_a_word_of_what_gets_worse, "List the dis-benefits",
          a_yes_with_none_found),
    Block("R18", a_yes_without_a_word_of_what_gets_worse, "looked and found none",
          a_yes_with_a_disbenefit),
    Block("R20", lambda story: story.promise(volume=None), "how many cases", Story.promise),
    Block("R20", lambda story: story.promise(adoption=None), "how many per cent", Story.promise),
    Block("R26", lambda story: story.promise(target_low=Decimal(9)), "low level is above",
          Story.promise),
    Block("R26", lambda story: story.promise(target_high=Decimal(7)), "high level is below",
          Story.promise),
]  # fmt: skip


@pytest.fixture(autouse=True)
def an_hour_has_a_price_only_where_somebody_set_one(db):
    Parameter.objects.all().delete()


@pytest.mark.parametrize("block", BLOCKED, ids=lambda block: f"{block.rule} {block.says}")
def test_a_rule_that_blocks_says_what_to_do(story, block):
    with pytest.raises(Refused, match=block.says):
        block.tries(story)


@pytest.mark.parametrize("block", BLOCKED, ids=lambda block: f"{block.rule} {block.says}")
def test_the_way_out_of_a_block_works(story, block):
    block.instead(story)


def test_a_plan_cannot_be_written_from_what_nobody_can_reckon_R16(story):
    made = in_the_budget(story)

    with pytest.raises(Refused, match="a price on an hour"):
        promises.step_of(plan.fill)(made, story.by)


def test_on_the_light_track_nobody_asks_for_disbenefits_or_a_plan(story):
    for name, value in (("light_cost", 250_000), ("light_staff", 20)):
        Parameter.objects.create(
            organisation=story.home, name=name, value=value, valid_from=factories.LONG_AGO,
            source="Oss selv",
        )  # fmt: skip
    type(story.initiative).objects.filter(pk=story.initiative.pk).update(staff_count=8)
    story.benefit.refresh_from_db()

    made = yes(story, in_the_budget(story, target_low=None, target_high=None))

    assert promises.fresh(made).state == "confirmed"
    assert story.warnings(made) == {}


def test_a_promise_without_a_baseline_says_at_once_what_it_can_become_R06(story):
    page = pages.page(story.by, story.promise(baseline=None))

    assert any("can only ever become «cannot be documented»" in each.what for each in page.missing)


# --- what warns -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Warning:
    """What raises a warning, what it says, and the change that makes it go away."""

    rule: str
    raised: Callable[[Story], Commitment]
    says: str
    mended: Callable[[Story, Commitment], Any]


def overdue(story):
    made = story.promise(take_out="undecided", take_out_by=promises.in_days(1))
    Commitment.objects.filter(pk=made.pk).update(take_out_by=promises.in_days(-1))
    return made


def thin(story, **said):
    _fewest(story)
    return story.promise(people=100, **said)


def dear(story):
    Parameter.objects.create(
        organisation=story.home, name="measuring_share", value=Decimal("0.1"),
        valid_from=factories.LONG_AGO, source="Oss selv",
    )  # fmt: skip
    return story.promise(measuring_hours=Decimal(20), measure_every=1)


def second(story):
    story.promise()
    return story.rival()


def changed(**said):
    return lambda story, made: promises.change(made, story.by, **said)


def shared(story, made):
    first = Commitment.objects.exclude(pk=made.pk).get()
    for row in (first, made):
        promises.change(row, story.by, split_share=Decimal("0.5"))


WARNED = [
    Warning("R14", second, "«Kortere tid per faktura» promises on the same work", shared),
    Warning("R15", overdue, "has passed", changed(take_out="other_use")),
    Warning("R17", thin, "It is 4.0 minutes a day for each", changed(people=20)),
    Warning("R26", lambda story: story.promise(target_low=None, target_high=None),
            "as if it were certain", changed(target_high=Decimal(9))),
    Warning("R37", dear, "more than 10\u202f% of what you gain", changed(measure_every=12)),
]  # fmt: skip


@pytest.mark.parametrize("warning", WARNED, ids=lambda warning: warning.rule)
def test_a_rule_that_warns_says_so_and_is_mended(story, warning):
    made = warning.raised(story)
    assert warning.says in story.warnings(made)[warning.rule]

    warning.mended(story, made)

    assert warning.rule not in story.warnings(made)


@pytest.mark.parametrize("warning", WARNED, ids=lambda warning: warning.rule)
def test_a_warning_is_passed_with_a_reason_that_is_kept(story, warning):
    made = warning.raised(story)
    about = {"commitment": promises.fresh(made), "rule": warning.rule, "by": story.by}
    with pytest.raises(Refused):
        promising.pass_warning(**about, reason="", now=timezone.now())

    promising.pass_warning(**about, reason="Vi vet det.", now=timezone.now())

    assert warning.rule not in story.warnings(made)
    assert pages.page(story.by, promises.fresh(made)).passed[0].reason == "Vi vet det."
    with pytest.raises(Refused, match="does not stand"):
        promising.pass_warning(**about, reason="Igjen", now=timezone.now())


def test_without_working_days_nothing_is_said_of_minutes_R17(story):
    _fewest(story, fragment_minutes=15)
    made = story.promise(people=100)
    assert "R17" not in story.warnings(made)

    _fewest(story, working_days=200)
    assert story.warnings(made)["R17"]


def test_a_few_people_are_not_shown_how_many_minutes_each_has_R41(story):
    _fewest(story)
    made = story.promise(people=4, volume=Decimal(600))

    assert story.warnings(made)["R17"].startswith("It is a few minutes a day for each.")


@pytest.mark.parametrize(
    "kinds", [["time_saved", "quality", "avoided_cost"], ["quality"] * 4], ids=["kinds", "many"]
)
def test_very_many_main_aims_warn_until_passed_R38(story, kinds):
    aims = [a_benefit(story.initiative, kind=kind, is_main_aim=True) for kind in kinds]
    [warning] = queries.initiative_warnings(story.initiative, story.by.day)
    assert (warning.rule, "Choose the one or two" in warning.do) == ("R38", True)

    promising.pass_initiative_warning(
        initiative=story.initiative, rule="R38", reason="Alle må med.", by=story.by,
        now=timezone.now(),
    )  # fmt: skip
    assert queries.initiative_warnings(story.initiative, story.by.day) == []
    PassedWarning.objects.all().delete()
    type(aims[0]).objects.filter(pk=aims[0].pk).update(is_main_aim=False)
    assert queries.initiative_warnings(story.initiative, story.by.day) == []


def test_freed_time_nobody_has_decided_about_is_never_kroner_R15(story):
    _price(story)
    undecided = {"take_out": "undecided", "take_out_by": promises.in_days(9)}

    [row] = queries.promise_rows([story.promise(**undecided)], story.by.day)

    assert str(row.worth.account) == "hours"


# --- all of them ----------------------------------------------------------------------------


def test_every_rule_here_is_tried_as_it_is_told():
    tried = {(block.rule, BLOCKS) for block in BLOCKED} | {(one.rule, WARNS) for one in WARNED}
    tried |= {("R38", WARNS)}

    assert {(rule.id, rule.how) for rule in RULES} <= tried
    assert len({rule.id for rule in RULES}) == len(RULES)
