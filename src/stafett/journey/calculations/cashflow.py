"""Amounts in different years, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import cashflow
from stafett.calc.cashflow import R109, SeveralRates
from stafett.journey.calculations.worked import KRONER, PERCENT, Answer, Share, Step, Topic, Worked

GUIDE = _("NOU 2012: 16 Samfunnsøkonomiske analyser, chapter 5")
CIRCULAR = _(
    "Ministry of Finance, circular R-109/2021, read in a summary. The rate from year 76 is from "
    "the edition of 2014, and is not checked against that of 2021"
)
REPORT = _("NOU 2012: 16 Samfunnsøkonomiske analyser, read in an article that refers to it")
ORDINARY = ((0, -100_000), (1, 60_000), (2, 60_000))
TWICE = ((0, -100_000), (1, 230_000), (2, -132_000))


def _three_timings(years, flows):
    return [
        cashflow.net_present_value(flows, rate=0.04, timing=timing)
        for timing in ("start", "mid", "end")
    ]


def _in_one_year(names, amounts, years, index):
    licences, training = cashflow.in_other_prices(amounts, index=index, wanted=126)
    return [licences, licences + training]


def _two_lives(names, costs, gains, years):
    return [
        worth([-cost] + [gain] * life, rate=0.04)
        for worth in (cashflow.net_present_value, cashflow.equivalent_annual_value)
        for cost, gain, life in zip(costs, gains, years, strict=True)
    ]


def _internal_rates(years, flows):
    try:
        return [100 * cashflow.internal_rate_of_return(flows)]
    except SeveralRates as found:
        return [100 * rate for rate in found.rates]


def _modified(years, flows):
    rate = cashflow.modified_internal_rate_of_return(flows, finance_rate=0.04, reinvest_rate=0.04)
    return [100 * rate]


def _ratio_and_break_even(years, costs, benefits):
    return [
        cashflow.benefit_cost_ratio(benefits, costs, rate=0.04),
        100 * cashflow.break_even_factor([-cost for cost in costs], benefits, rate=0.04),
    ]


def _social_and_own(years, benefits, outlay):
    social = cashflow.social_total(benefits, outlay, rate=0.04)
    own = [gain - cost for gain, cost in zip(benefits, outlay, strict=True)]
    own_net = cashflow.net_present_value(own, rate=0.04)
    return [social.tax_cost, social.net, social.net_per_budget_krone, own_net]


TOPIC = Topic(
    "cashflow",
    _("Kroner in different years"),
    _(
        "A krone in ten years is worth less than a krone today. Gains are positive and costs "
        "negative, all in the prices of one year, and the rate is real: without inflation."
    ),
    (
        Worked(
            key="cashflow-value",
            title=_("The same money at the start, in the middle and at the end of the year"),
            shows=_(
                "When in the year money falls moves the answer by a few per cent. Stafett reckons "
                "with the start of the year: the first year’s amounts are not discounted."
            ),
            rule=_(
                "Divide each amount by 1 + the rate, once for each year that has passed. Add them."
            ),
            heads=(_("Year"), _("Kroner")),
            rows=ORDINARY,
            call=_three_timings,
            answers=(
                Answer(_("Worth today, start of the year"), "13166", KRONER),
                Answer(_("Middle of the year"), "12910", KRONER),
                Answer(_("End of the year"), "12659", KRONER),
            ),
            by_hand=(
                Step(_("Year 1, at 4 per cent"), "60_000 / 1.04", "57692.31"),
                Step(_("Year 2"), "60_000 / 1.04**2", "55473.37"),
                Step(_("Start of the year"), "-100_000 + 57_692.31 + 55_473.37", "13165.68"),
                Step(
                    _("Middle, everything half a year later"), "13_165.68 / sqrt(1.04)", "12910.01"
                ),
                Step(_("End, everything a year later"), "13_165.68 / 1.04", "12659.31"),
                Step(
                    _(
                        "The function for net present value in a spreadsheet gives the last one: "
                        "it discounts the first amount too."
                    )
                ),
            ),
            source=GUIDE,
        ),
        Worked(
            key="cashflow-prices",
            title=_("Amounts in the prices of different years"),
            shows=_(
                "Nothing is added across price years. A price index, set among the figures, brings "
                "amounts to the prices of one year. Where it is not known for a year, there is no "
                "sum."
            ),
            rule=_(
                "Multiply by the index of the year one wants prices of, and divide by that of the "
                "year the amount is in."
            ),
            heads=(_("What"), _("Kroner"), _("In the prices of"), _("The index that year")),
            rows=(
                (_("licences"), 200_000, "2024", 120),
                (_("training"), 50_000, "2026", 126),
            ),
            call=_in_one_year,
            answers=(
                Answer(_("The licences in 2026 prices"), "210000", KRONER),
                Answer(_("Together in 2026 prices"), "260000", KRONER),
            ),
            by_hand=(
                Step(_("The licences"), "200_000 * 126 / 120", "210000"),
                Step(_("The training is in 2026 prices already"), "50_000 * 126 / 126", "50000"),
                Step(_("Together"), "210_000 + 50_000", "260000"),
                Step(_("Wrong, as if prices had stood still"), "200_000 + 50_000", "250000"),
            ),
        ),
        Worked(
            key="cashflow-rates",
            title=_("A rate that steps down in year 41"),
            shows=_(
                "The state’s rate is 4 per cent for each of the first 40 years, 3 per cent for "
                "years 41 to 75, then 2 per cent. Each year keeps the rate it has: the early ones "
                "are not reckoned anew."
            ),
            rule=_("The factor of a year is that of the year before, divided by 1 + its rate."),
            heads=(_("Year"),),
            rows=((1,), (40,), (41,), (75,), (76,)),
            call=lambda years: cashflow.discount_factors(77, rate=R109)[years],
            answers=(
                Answer(_("A krone in year 1 is worth"), "0.96154", KRONER),
                Answer(_("in year 40"), "0.20829", KRONER),
                Answer(_("in year 41"), "0.20222", KRONER),
                Answer(_("in year 75"), "0.07402", KRONER),
                Answer(_("in year 76"), "0.07257", KRONER),
            ),
            by_hand=(
                Step(_("Year 1, at 4 per cent"), "1 / 1.04", "0.96154"),
                Step(_("Year 40, forty years at 4 per cent"), "1 / 1.04**40", "0.20829"),
                Step(_("Year 41, one year more, at 3 per cent"), "0.20829 / 1.03", "0.20222"),
                Step(
                    _("Year 75, thirty-five years at 3 per cent"), "0.20829 / 1.03**35", "0.07402"
                ),
                Step(_("Year 76, one year more, at 2 per cent"), "0.07402 / 1.02", "0.07257"),
                Step(_("Wrong, year 41 with 3 per cent all the way"), "1 / 1.03**41", "0.29763"),
            ),
            source=CIRCULAR,
        ),
        Worked(
            key="cashflow-lives",
            title=_("Unequal lives turn the ranking"),
            shows=_(
                "What lasts longer has more years to bring something. When the short one can be "
                "repeated, compare what each is worth per year."
            ),
            rule=_(
                "What it is worth per year is its value today, divided by what one krone at the "
                "end of each year it lasts is worth today."
            ),
            heads=(
                _("Initiative"),
                _("Cost today, kr"),
                _("Gain a year, kr"),
                _("Years"),
            ),
            rows=(("A", 100_000, 60_000, 2), ("B", 150_000, 38_000, 5)),
            call=_two_lives,
            answers=(
                Answer(_("A is worth today"), "13166", KRONER),
                Answer(_("B is worth today"), "19169", KRONER),
                Answer(_("A per year"), "6980", KRONER),
                Answer(_("B per year"), "4306", KRONER),
            ),
            by_hand=(
                Step(
                    _("One krone at the end of each of 2 years"),
                    "1 / 1.04 + 1 / 1.04**2",
                    "1.886095",
                ),
                Step(_("of each of 5 years"), "(1 - 1 / 1.04**5) / 0.04", "4.451822"),
                Step(_("A today"), "60_000 * 1.886095 - 100_000", "13165.70"),
                Step(_("B today"), "38_000 * 4.451822 - 150_000", "19169.24"),
                Step(_("A per year"), "13_165.70 / 1.886095", "6980.40"),
                Step(_("B per year"), "19_169.24 / 4.451822", "4305.93"),
                Step(_("B is worth more in all, A is worth more for each year.")),
            ),
            source=GUIDE,
        ),
        Worked(
            key="cashflow-internal-rate",
            title=_("The internal rate of an ordinary flow"),
            shows=_("The internal rate is the one at which it neither gains nor loses."),
            rule=_("Try rates until the gains are worth as much today as the cost."),
            heads=(_("Year"), _("Kroner")),
            rows=ORDINARY,
            call=_internal_rates,
            answers=(Answer(_("Internal rate"), "13.07", PERCENT),),
            by_hand=(
                Step(_("Try, in per cent"), "13.07"),
                Step(
                    _("The gains are then worth today"),
                    "60_000 / 1.1307 + 60_000 / 1.1307**2",
                    "99995",
                ),
                Step(_("That is as good as what it costs.")),
            ),
        ),
        Worked(
            key="cashflow-two-rates",
            title=_("A flow with two internal rates"),
            shows=_(
                "Where costs come both before and after the gains there may be two rates, both "
                "right. Then neither says anything: ask what it is worth at your own rate."
            ),
            rule=_("Try rates until all of it is worth 0 today. There may be more than one."),
            heads=(_("Year"), _("Kroner")),
            rows=TWICE,
            call=_internal_rates,
            answers=(
                Answer(_("First rate"), "10.00", PERCENT),
                Answer(_("Second rate"), "20.00", PERCENT),
            ),
            by_hand=(
                Step(_("Try, in per cent"), "10.00"),
                Step(_("Worth today"), "-100_000 + 230_000 / 1.10 - 132_000 / 1.10**2", "0"),
                Step(_("Try, in per cent"), "20.00"),
                Step(_("Worth today"), "-100_000 + 230_000 / 1.20 - 132_000 / 1.20**2", "0"),
                Step(
                    _("Worth today at 4 per cent"),
                    "-100_000 + 230_000 / 1.04 - 132_000 / 1.04**2",
                    "-888",
                ),
            ),
        ),
        Worked(
            key="cashflow-modified-rate",
            title=_("A modified internal rate, where there are two"),
            shows=_(
                "When one says what costs are financed at and what gains earn, there is one rate "
                "again."
            ),
            rule=_(
                "The gains gathered at the end, divided by the costs today: what that grows by "
                "each year."
            ),
            heads=(_("Year"), _("Kroner")),
            rows=TWICE,
            call=_modified,
            answers=(
                Answer(_("Modified internal rate, at 4 per cent both ways"), "3.79", PERCENT),
            ),
            by_hand=(
                Step(_("The costs today"), "100_000 + 132_000 / 1.04**2", "222041.42"),
                Step(_("The gain at the end of year 2"), "230_000 * 1.04", "239200"),
                Step(
                    _("Growth a year, in per cent"),
                    "100 * (sqrt(239_200 / 222_041.42) - 1)",
                    "3.79",
                ),
            ),
        ),
        Worked(
            key="cashflow-annuity",
            title=_("An equal amount every year, with a rate and without"),
            shows=_("What an amount today is as the same amount at the end of each of ten years."),
            rule=_("The amount, divided by what one krone at the end of each year is worth today."),
            heads=(_("Amount today, kr"), _("Years"), _("Rate")),
            rows=((100_000, 10, Share(0.04)), (100_000, 10, Share(0.0))),
            call=lambda amounts, years, rates: [
                cashflow.annuity(amount, years=life, rate=rate)
                for amount, life, rate in zip(amounts, years, rates, strict=True)
            ],
            answers=(
                Answer(_("A year at 4 per cent"), "12329", KRONER),
                Answer(_("A year at 0 per cent"), "10000", KRONER),
            ),
            by_hand=(
                Step(
                    _("One krone at the end of each of 10 years"),
                    "(1 - 1 / 1.04**10) / 0.04",
                    "8.1109",
                ),
                Step(_("A year at 4 per cent"), "100_000 / 8.1109", "12329.09"),
                Step(_("A year at 0 per cent"), "100_000 / 10", "10000"),
            ),
        ),
        Worked(
            key="cashflow-payback",
            title=_("Paid back, plainly and discounted"),
            shows=_(
                "How soon the gains have made up for the cost. It says nothing of what comes after."
            ),
            rule=_(
                "Count the whole years until the sum is nearly back, and add the part of the next "
                "year it takes."
            ),
            heads=(_("Year"), _("Kroner")),
            rows=((0, -100_000), (1, 40_000), (2, 40_000), (3, 40_000)),
            call=lambda years, flows: [
                cashflow.payback_years(flows, rate=rate) for rate in (0, 0.04)
            ],
            answers=(
                Answer(_("Plainly"), "2.50", _("years")),
                Answer(_("Discounted at 4 per cent"), "2.69", _("years")),
            ),
            by_hand=(
                Step(_("Not back after 2 years, plainly"), "100_000 - 2 * 40_000", "20000"),
                Step(_("Plainly"), "2 + 20_000 / 40_000", "2.50"),
                Step(
                    _("Not back after 2 years at 4 per cent"),
                    "100_000 - 40_000 / 1.04 - 40_000 / 1.04**2",
                    "24556",
                ),
                Step(_("What year 3 brings"), "40_000 / 1.04**3", "35560"),
                Step(_("Discounted at 4 per cent"), "2 + 24_556 / 35_560", "2.69"),
            ),
        ),
        Worked(
            key="cashflow-ratio",
            title=_("Kroner of benefit per krone of cost, and how much may fail"),
            shows=_(
                "The first tells how much comes back for each krone, the second how much of the "
                "benefits must come for it to break even."
            ),
            rule=_(
                "Benefits today divided by costs today; and costs today divided by benefits today."
            ),
            heads=(_("Year"), _("Costs, kr"), _("Benefits, kr")),
            rows=((0, 100_000, 0), (1, 0, 60_000), (2, 0, 60_000)),
            call=_ratio_and_break_even,
            answers=(
                Answer(_("Benefit per krone"), "1.13", KRONER),
                Answer(_("So much of the benefits must come"), "88.4", PERCENT),
            ),
            by_hand=(
                Step(
                    _("The benefits today, at 4 per cent"),
                    "60_000 / 1.04 + 60_000 / 1.04**2",
                    "113165.68",
                ),
                Step(_("Benefit per krone"), "113_165.68 / 100_000", "1.13"),
                Step(_("So much must come, in per cent"), "100 * 100_000 / 113_165.68", "88.4"),
            ),
        ),
        Worked(
            key="cashflow-social",
            title=_("The social view adds the cost of tax, the municipality’s own does not"),
            shows=_(
                "Collecting a krone in tax costs society 20 øre. That stands in the social view "
                "alone. The two views are shown side by side and never added."
            ),
            rule=_(
                "Benefits today, less public costs today, less 20 per cent of what the public pays "
                "net."
            ),
            heads=(_("Year"), _("Benefits, kr"), _("Public costs, kr")),
            rows=((0, 0, 100_000), (1, 80_000, 0), (2, 80_000, 0)),
            call=_social_and_own,
            answers=(
                Answer(_("Tax cost"), "20000", KRONER),
                Answer(_("Net for society"), "30888", KRONER),
                Answer(_("Net per krone of budget"), "0.31", KRONER),
                Answer(_("Without the cost of tax"), "50888", KRONER),
            ),
            by_hand=(
                Step(
                    _("The benefits today, at 4 per cent"),
                    "80_000 / 1.04 + 80_000 / 1.04**2",
                    "150887.57",
                ),
                Step(_("Tax cost"), "0.20 * 100_000", "20000"),
                Step(_("Net for society"), "150_887.57 - 100_000 - 20_000", "30887.57"),
                Step(_("Net per krone of budget"), "30_887.57 / 100_000", "0.31"),
                Step(_("Without the cost of tax"), "150_887.57 - 100_000", "50887.57"),
            ),
            source=REPORT,
        ),
    ),
)
