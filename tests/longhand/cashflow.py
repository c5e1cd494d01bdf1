"""Cash flows by hand: one amount and one year at a time, and exact fractions for the rates."""

import math
from fractions import Fraction
from itertools import pairwise


def rate_into(year, bands):
    """Return the rate of the step that leads into a year."""
    chosen = None
    for start, rate in bands:
        if start <= year:
            chosen = rate
    return chosen


def factor(year, bands, timing):
    worth = 1.0
    for step in range(1, year + 1):
        worth /= 1 + rate_into(step, bands)
    next_step = 1 + rate_into(year + 1, bands)
    if timing == "mid":
        worth /= math.sqrt(next_step)
    if timing == "end":
        worth /= next_step
    return worth


def in_other_prices(amounts, index, wanted):
    """Return each amount as a number of baskets, times what a basket costs in the other year."""
    baskets = [
        Fraction(amount) / Fraction(cost) for amount, cost in zip(amounts, index, strict=True)
    ]
    return [float(count * Fraction(wanted)) for count in baskets]


def value(flows, bands, timing="start"):
    total = 0.0
    for year, amount in enumerate(flows):
        total += amount * factor(year, bands, timing)
    return total


def modified_rate(flows, finance, reinvest):
    costs, gains = 0.0, 0.0
    last = len(flows) - 1
    for year, amount in enumerate(flows):
        if amount < 0:
            costs -= amount / (1 + finance) ** year
        else:
            gains += amount * (1 + reinvest) ** (last - year)
    return (gains / costs) ** (1 / last) - 1


def annuity_factor(years, rate):
    return years if rate == 0 else (1 - (1 + rate) ** -years) / rate


def annuity(present_value, years, bands):
    return annual_value([present_value] + [0] * years, bands)


def annual_value(flows, bands):
    """Return what can be paid out at the end of each year, so that nothing is left after the last.

    What there is, and what has been paid for each krone a year, both grow at the same rates.
    """
    gathered, paid = Fraction(flows[0]), Fraction(0)
    for year in range(1, len(flows)):
        growth = 1 + Fraction(rate_into(year, bands))
        gathered = gathered * growth + Fraction(flows[year])
        paid = paid * growth + 1
    return float(gathered / paid)


def benefit_per_krone(benefits, costs, bands, timing):
    gained, spent = 0.0, 0.0
    for year, (benefit, cost) in enumerate(zip(benefits, costs, strict=True)):
        gained += benefit * factor(year, bands, timing)
        spent += cost * factor(year, bands, timing)
    return gained / spent


def break_even(fixed, scaled, bands):
    """Return where the line through the values with none and with all of what varies is zero."""
    none, whole, worth = Fraction(0), Fraction(0), Fraction(1)
    for year, (sure, varies) in enumerate(zip(fixed, scaled, strict=True)):
        if year:
            worth /= 1 + Fraction(rate_into(year, bands))
        none += sure * worth
        whole += (sure + varies) * worth
    return float(none / (none - whole))


def payback(flows, rate):
    so_far, was_below = 0.0, False
    for year, amount in enumerate(flows):
        worth = amount / (1 + rate) ** year
        if was_below and so_far + worth >= 0:
            return year - 1 + -so_far / worth
        so_far += worth
        was_below = was_below or so_far < 0
    return math.inf if was_below else 0.0


def social(benefits, outlay, other, rate, tax_cost):
    bands = [(0, rate)]
    tax = tax_cost * value(outlay, bands)
    total = value(outlay, bands) + value(other, bands) + tax
    net = value(benefits, bands) - total
    return net, tax, total, net / value(outlay, bands)


def internal_rates(flows):
    """Return every internal rate above -1, counted and closed in on with exact fractions.

    Sturm: as x goes from a to b, the chain of remainders changes sign as many times less as
    the polynomial has different zeros between them.
    """
    chain = sturm_chain([Fraction(amount) for amount in flows])
    if len(chain) < 2:
        return []
    top = 2 + max(map(abs, chain[0])) / abs(chain[0][-1])
    return sorted(1 / float(x) - 1 for x in zeros(chain, Fraction(1, 10**6), Fraction(top)))


def zeros(chain, low, high):
    inside = changes(chain, low) - changes(chain, high)
    if inside == 0:
        return []
    if high - low < Fraction(1, 10**8):
        return [(low + high) / 2]
    middle = (low + high) / 2
    return zeros(chain, low, middle) + zeros(chain, middle, high)


def changes(chain, x):
    values = [at(polynomial, x) for polynomial in chain]
    signs = [value > 0 for value in values if value]
    return sum(one != other for one, other in pairwise(signs))


def sturm_chain(polynomial):
    polynomial = trimmed(polynomial)
    chain = [polynomial, [power * c for power, c in enumerate(polynomial)][1:]]
    while trimmed(chain[-1]):
        chain.append([-c for c in remainder(chain[-2], chain[-1])])
    return [trimmed(one) for one in chain if trimmed(one)]


def remainder(dividend, divisor):
    rest, divisor = trimmed(dividend), trimmed(divisor)
    while len(rest) >= len(divisor):
        share, shift = rest[-1] / divisor[-1], len(rest) - len(divisor)
        for power, c in enumerate(divisor):
            rest[power + shift] -= share * c
        rest = trimmed(rest[:-1])
    return rest


def trimmed(polynomial):
    polynomial = list(polynomial)
    while polynomial and polynomial[-1] == 0:
        polynomial.pop()
    return polynomial


def at(polynomial, x):
    total = Fraction(0)
    for c in reversed(polynomial):
        total = total * x + c
    return total
