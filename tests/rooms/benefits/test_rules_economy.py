"""R19, R21-R25 and R28 on the page with two economies: what breaks them, and the way out."""

from dataclasses import dataclass

import pytest
from django.utils import translation

from stafett.benefits.models import Unpriced
from stafett.benefits.queries import economy
from stafett.benefits.rules.economy import RULES
from stafett.initiatives.models import CostLine
from stafett.organisations.models import Parameter
from tests.factories import NOW
from tests.rooms.benefits.economies import a_figure, a_promise, an_initiative, costs, kroner, plan


@dataclass(frozen=True)
class Blocked:
    """What breaks a rule, what it says, and what mends it."""

    breaks: object
    says: str
    mends: object


def _promise_on_the_budget(initiative, **more):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=100_000, **more)


def _untold(initiative):
    _promise_on_the_budget(initiative)


def _two_price_years(initiative):
    _promise_on_the_budget(initiative)
    costs(initiative, licence=1000, price_year=2025)


def _set_index(initiative):
    for year in (2025, 2026):
        a_figure(initiative.organisation, "price_index", 100, step=year)


def _no_rate(initiative):
    _promise_on_the_budget(initiative)
    costs(initiative)
    Parameter.objects.filter(name="discount_rate").delete()


BLOCKED = {
    "R19": Blocked(_untold, "Costs are not told yet for: licences and equipment, training", costs),
    "R22": Blocked(_two_price_years, "no price index for 2025, 2026", _set_index),
    "R23": Blocked(
        _no_rate,
        "Nobody has set the figure: discount rate from year.",
        lambda initiative: a_figure(initiative.organisation, "discount_rate", "0.04"),
    ),
}


@pytest.fixture(autouse=True)
def _in_english(national_figures):
    with translation.override("en"):
        yield


@pytest.fixture
def initiative(kari):
    return an_initiative(kari.home, staff_count=100)


@pytest.mark.parametrize("rule", BLOCKED)
def test_there_is_no_net_until_it_is_mended(kari, initiative, rule):
    row = BLOCKED[rule]
    row.breaks(initiative)

    reckoned = economy.page(kari.acting, initiative).reckoned
    assert reckoned.own.net is None
    assert reckoned.social.net is None
    assert row.says in " ".join(missing.says for missing in reckoned.missing)

    row.mends(initiative)
    reckoned = economy.page(kari.acting, initiative).reckoned
    assert reckoned.missing == []
    assert reckoned.own.net is not None
    assert reckoned.social.net is not None


def test_r24_the_page_says_when_in_the_year_money_falls(kari, initiative):
    a_promise(initiative)

    assumed = economy.page(kari.acting, initiative).reckoned.assumed

    assert any("start of each year" in sentence for sentence in assumed)


def test_r25_tax_cost_is_reckoned_for_society_only(kari, initiative):
    a_promise(initiative, take_out="undecided")
    costs(initiative, licence=1000)

    def nets():
        reckoned = economy.page(kari.acting, initiative).reckoned
        return round(reckoned.own.net.likely), round(reckoned.social.net.likely)

    assert nets() == (-1000, -1200)
    a_figure(initiative.organisation, "tax_cost", "0.5")
    assert nets() == (-1000, -1500)


GOOD, BAD = {"importance": 3, "extent": 3}, {"importance": 3, "extent": -3}
FLIPS = [
    (-1000, [GOOD], "would have to be worth at least that for it to be worth doing"),
    (-1000, [GOOD, BAD], "would have to be worth at least that for it to be worth doing"),
    (-1000, [BAD], "nothing without a price speaks for it"),
    (-1000, [], "nothing without a price speaks for it"),
    (1000, [GOOD], "nothing without a price speaks against it"),
    (1000, [BAD], "would have to weigh more than that for it not to be worth doing"),
    (1000, [{"importance": 1, "extent": -1}], "nothing without a price speaks against it"),
]


@pytest.mark.parametrize(("net", "effects", "says"), FLIPS)
def test_r28_what_has_no_price_is_held_against_the_net(kari, initiative, net, effects, says):
    a_promise(initiative, take_out="budget", of=kroner(factor="0.0001"))
    costs(initiative, payer="other", licence=-min(net, 0))
    if net > 0:
        CostLine.objects.filter(kind="licence").update(high=0, likely=0, low=0)
    for effect in effects:
        Unpriced.objects.create(
            initiative=initiative, beneficiary="inhabitants", changed_at=NOW, **effect
        )

    page = economy.page(kari.acting, initiative)

    assert (page.reckoned.social.net.likely < 0) == (net < 0)
    assert says in page.flip
    assert "kr" in page.flip


def test_r28_no_effect_changes_a_krone(kari, initiative):
    a_promise(initiative)
    costs(initiative, licence=1000)
    before = economy.page(kari.acting, initiative).reckoned.social.net
    Unpriced.objects.create(
        initiative=initiative, beneficiary="inhabitants", changed_at=NOW, **GOOD
    )

    assert economy.page(kari.acting, initiative).reckoned.social.net == before


def test_each_rule_says_what_it_is():
    assert [rule.id for rule in RULES] == ["R22", "R23", "R24", "R28"]
    assert all(str(rule.says) and str(rule.why) and str(rule.where) for rule in RULES)
