"""The best plan within the budget, proven, and why each candidate is in it or not.

The one door: what is below it is how it is done.
"""

from stafett.calc.portfolio.aims import Aim
from stafett.calc.portfolio.demands import Demand, Infeasible, Kind, NoPlanYet
from stafett.calc.portfolio.explaining import Bracket, Change, Point, WhyNot
from stafett.calc.portfolio.problem import Objective, Problem, Scenario
from stafett.calc.portfolio.selecting import (
    Selection,
    Slack,
    aim_for,
    by_worth_per_krone,
    in_order,
    select,
)
from stafett.calc.portfolio.solver import Progress

__all__ = [
    "Aim",
    "Bracket",
    "Change",
    "Demand",
    "Infeasible",
    "Kind",
    "NoPlanYet",
    "Objective",
    "Point",
    "Problem",
    "Progress",
    "Scenario",
    "Selection",
    "Slack",
    "WhyNot",
    "aim_for",
    "by_worth_per_krone",
    "in_order",
    "select",
]
