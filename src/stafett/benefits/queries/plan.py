"""The financial plan beside the promise, year by year (R16)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stafett.benefits.models import Commitment, Counts, PlanLine, TakeOut
from stafett.benefits.queries import ground, processes, valuing
from stafett.benefits.rules import plan as rules


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One year: what is promised in whole thousands, and the line in the plan."""

    year: int
    promised: Decimal
    price_year: int | None
    line: PlanLine | None

    @property
    def amount(self) -> Decimal | None:
        """What stands in the plan; None where nothing does."""
        return self.line.amount if self.line else None

    @property
    def fits(self) -> bool:
        """Whether the line is as promised, and says where it stands."""
        line = self.line
        if line is None or not line.reference:
            return False
        return (rules.in_thousands(line.amount), line.price_year) == (
            self.promised,
            self.price_year,
        )


def years(
    commitment: Commitment, before: Decimal | None, figures: ground.Figures
) -> list[PlanYear]:
    """Return the four years of the plan from the effect's first; none where it is not reckoned."""
    worth = worth_in_kroner(commitment, before, figures)
    if worth is None:
        return []
    lines = {line.year: line for line in commitment.plan_lines.all()}
    first = commitment.effect_starts_on.year
    return [
        PlanYear(
            year=year,
            promised=rules.in_thousands(
                max(0.0, worth.likely * valuing.share_of_year(commitment, year))
            ),
            price_year=worth.price_year,
            line=lines.get(year),
        )
        for year in range(first, first + rules.PLAN_YEARS)
    ]


def worth_in_kroner(
    commitment: Commitment, before: Decimal | None, figures: ground.Figures
) -> valuing.Worth | None:
    """Return the kroner of a full year for what is taken out of the budget, else nothing."""
    if commitment.take_out != TakeOut.BUDGET:
        return None
    cost = figures.hourly_cost
    in_budget = valuing.promised(commitment, before, hourly_cost=cost, as_if_in_budget=True)
    worth = own_part(commitment, in_budget, figures)
    return worth if worth and worth.account == valuing.Account.BUDGET else None


def worth_of(
    commitment: Commitment, before: Decimal | None, figures: ground.Figures
) -> valuing.Worth | None:
    """Return what a promise is worth in a full year, its own part, with the year of its prices."""
    worth = valuing.promised(commitment, before, hourly_cost=figures.hourly_cost)
    return own_part(commitment, worth, figures)


def own_part(
    commitment: Commitment, worth: valuing.Worth | None, figures: ground.Figures
) -> valuing.Worth | None:
    """Return the promise's own part, hours that became kroner in the prices of the hour."""
    if worth is None:
        return None
    part = worth.times(processes.own_part(commitment))
    if part.account != valuing.Account.BUDGET or commitment.benefit.counts == Counts.NOK:
        return part
    return valuing.Worth(part.account, part.low, part.likely, part.high, figures.hourly_cost_year)


def wrong_years(
    commitment: Commitment, before: Decimal | None, figures: ground.Figures
) -> list[int]:
    """Return the years in which the plan is not as promised."""
    return [each.year for each in years(commitment, before, figures) if not each.fits]


def is_shown(commitment: Commitment, today: date) -> bool:
    """Whether the plan shows the whole promise, each of its years, and says where (R43)."""
    place = commitment.municipality_id
    read = ground.baselines([commitment]).get(commitment.pk)
    figures = ground.figures_of([place], today)[place]
    shown = years(commitment, read.value if read else None, figures)
    return any(each.amount for each in shown) and all(each.fits for each in shown)
