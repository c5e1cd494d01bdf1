"""Amounts in different years, by hand."""

from stafett.calc import cashflow
from stafett.calc.cashflow import R109, SeveralRates
from tests.spec.worked import Worked


def internal_rates(flows):
    """Return the internal rates in per cent, whether there is one or several."""
    try:
        return [100 * cashflow.internal_rate_of_return(flows)]
    except SeveralRates as found:
        return [100 * rate for rate in found.rates]


def _social_and_own(benefits, outlay):
    social = cashflow.social_total(benefits, outlay, rate=0.04)
    own = [gain - cost for gain, cost in zip(benefits, outlay, strict=True)]
    return (
        round(float(social.net)),
        social.tax_cost,
        social.net_per_budget_krone,
        round(float(cashflow.net_present_value(own, rate=0.04))),
    )


EXAMPLES = [
    Worked(
        title="The same money at the start, in the middle and at the end of the year",
        columns=("year", "NOK"),
        given=((0, -100_000), (1, 60_000), (2, 60_000)),
        call=lambda years, flows: [
            cashflow.net_present_value(flows, rate=0.04, timing=timing)
            for timing in ("start", "mid", "end")
        ],
        answer=(13_166.0, 12_910.0, 12_659.0),
        decimals=0,
        by_hand="""
            Start: -100,000 + 60,000 / 1.04 + 60,000 / 1.04 / 1.04
            = -100,000 + 57,692 + 55,473 = 13,166.
            Middle: every amount half a year later. 13,166 / square root of 1.04 = 12,910.
            End: every amount a whole year later. 13,166 / 1.04 = 12,659.
            A spreadsheet's NPV gives the last one, for it discounts the first amount too.
        """,
    ),
    Worked(
        title="A rate that steps down in year 41",
        columns=("year",),
        given=((1,), (40,), (41,), (75,), (76,)),
        call=lambda years: cashflow.discount_factors(77, rate=R109)[years],
        answer=(0.96154, 0.20829, 0.20222, 0.07402, 0.07257),
        decimals=5,
        by_hand="""
            4 % for each of the first 40 years, 3 % for years 41 to 75, then 2 %.
            Year 40: 1 / 1.04^40 = 0.20829.
            Year 41: one year more at 3 %. 0.20829 / 1.03 = 0.20222.
            Year 75: 0.20829 / 1.03^35 = 0.07402. Year 76: 0.07402 / 1.02 = 0.07257.
            Not 1 / 1.03^41 = 0.298: the first 40 years keep their 4 %.
        """,
    ),
    Worked(
        title="Unequal lives turn the ranking",
        columns=("initiative", "cost today", "gain a year", "years"),
        given=(("A", 100_000, 60_000, 2), ("B", 150_000, 38_000, 5)),
        call=lambda names, costs, gains, years: [
            worth([-cost] + [gain] * life, rate=0.04)
            for worth in (cashflow.net_present_value, cashflow.equivalent_annual_value)
            for cost, gain, life in zip(costs, gains, years, strict=True)
        ],
        answer=(13_166.0, 19_169.0, 6_980.0, 4_306.0),
        decimals=0,
        by_hand="""
            A: 60,000 x 1.88609 - 100,000 = 13,166. B: 38,000 x 4.45182 - 150,000 = 19,169.
            B is worth more, but it also lasts longer. 1.88609 and 4.45182 are what one krone at
            the end of each of 2 and 5 years is worth today.
            Per year: A 13,166 / 1.88609 = 6,980. B 19,169 / 4.45182 = 4,306.
            When A can be repeated, A is best.
        """,
    ),
    Worked(
        title="The internal rate of an ordinary flow",
        columns=("year", "NOK"),
        given=((0, -100_000), (1, 60_000), (2, 60_000)),
        call=lambda years, flows: internal_rates(flows),
        answer=(13.07,),
        by_hand="""
            At 13.07 %: 60,000 / 1.1307 = 53,065 and 60,000 / 1.1307 / 1.1307 = 46,931.
            Together 99,996: as good as the 100,000 it costs.
        """,
    ),
    Worked(
        title="A flow with two internal rates",
        columns=("year", "NOK"),
        given=((0, -100_000), (1, 230_000), (2, -132_000)),
        call=lambda years, flows: internal_rates(flows),
        answer=(10.0, 20.0),
        by_hand="""
            At 10 %: 230,000 / 1.1 - 132,000 / 1.21 = 209,091 - 109,091 = 100,000.
            At 20 %: 230,000 / 1.2 - 132,000 / 1.44 = 191,667 - 91,667 = 100,000.
            Both are right, so neither says anything. Ask what it is worth at your own rate:
            at 4 % it is -100,000 + 221,154 - 122,041 = -888.
        """,
    ),
    Worked(
        title="A modified internal rate, where there are two",
        columns=("year", "NOK"),
        given=((0, -100_000), (1, 230_000), (2, -132_000)),
        call=lambda years, flows: [
            100
            * cashflow.modified_internal_rate_of_return(
                flows, finance_rate=0.04, reinvest_rate=0.04
            )
        ],
        answer=(3.79,),
        by_hand="""
            Costs today: 100,000 + 132,000 / 1.04 / 1.04 = 222,041.
            The gain at the end of year 2: 230,000 x 1.04 = 239,200.
            239,200 / 222,041 = 1.07728 in two years; its square root is 1.0379.
        """,
    ),
    Worked(
        title="An annuity, at 4 % and at 0 %",
        columns=("rate",),
        given=((0.04,), (0.0,)),
        call=lambda rates: [cashflow.annuity(100_000, years=10, rate=rate) for rate in rates],
        answer=(12_329.09, 10_000.0),
        by_hand="""
            (1 - 1 / 1.04^10) / 0.04 = (1 - 0.675564) / 0.04 = 8.11090.
            100,000 / 8.11090 = 12,329.09. Without a rate it is 100,000 / 10.
        """,
    ),
    Worked(
        title="Paid back, plainly and discounted",
        columns=("year", "NOK"),
        given=((0, -100_000), (1, 40_000), (2, 40_000), (3, 40_000)),
        call=lambda years, flows: [cashflow.payback_years(flows, rate=rate) for rate in (0, 0.04)],
        answer=(2.5, 2.69),
        by_hand="""
            Plainly: after 2 years 20,000 is missing, which is half of what year 3 brings.
            At 4 %: the years bring 38,462, 36,982 and 35,560. After 2 years 24,556 is missing:
            24,556 / 35,560 = 0.69 of the third.
        """,
    ),
    Worked(
        title="Kroner of benefit per krone of cost, and how much may fail",
        columns=("year", "costs", "benefits"),
        given=((0, 100_000, 0), (1, 0, 60_000), (2, 0, 60_000)),
        call=lambda years, costs, benefits: [
            cashflow.benefit_cost_ratio(benefits, costs, rate=0.04),
            cashflow.break_even_factor([-cost for cost in costs], benefits, rate=0.04),
        ],
        answer=(1.132, 0.884),
        decimals=3,
        by_hand="""
            The benefits are worth 57,692 + 55,473 = 113,166 today. 113,166 / 100,000 = 1.132.
            100,000 / 113,166 = 0.884: it holds as long as 88.4 % of the benefits come.
        """,
    ),
    Worked(
        title="The social view adds the cost of tax, the municipality's own does not",
        columns=("year", "benefits", "public outlay"),
        given=((0, 0, 100_000), (1, 80_000, 0), (2, 80_000, 0)),
        call=lambda years, benefits, outlay: _social_and_own(benefits, outlay),
        answer=(30_888.0, 20_000.0, 0.31, 50_888.0),
        by_hand="""
            The benefits are worth 80,000 / 1.04 + 80,000 / 1.04 / 1.04 = 150,887.57 today.
            Collecting 100,000 in tax costs society 20 øre a krone: 20,000.
            Net: 150,888 - 100,000 - 20,000 = 30,888, or 0.31 for each krone of budget.
            Without the cost of tax it is 50,888. The two are shown side by side, never added.
        """,
    ),
]
