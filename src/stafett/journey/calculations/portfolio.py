"""Choosing within a budget, by hand: few enough to try every way."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from stafett.calc.portfolio import Problem, by_worth_per_krone, in_order, select
from stafett.calc.portfolio.solver import gap_between
from stafett.journey.calculations.worked import PERCENT, Answer, Step, Topic, Worked

NAMES = "ABC"
HEADS = (_("Candidate"), _("Worth"), _("Costs"))
ROWS = (("A", 5, 3), ("B", 3, 2), ("C", 3, 2))
BUDGET = 4


def _problem(values, costs, **more):
    return Problem(values=values, costs=[[cost] for cost in costs], budgets=[BUDGET], **more)


def _by_krone_and_best(names, values, costs):
    problem = _problem(values, costs)
    by_krone = in_order(problem, by_worth_per_krone(problem))
    return [by_krone.objective, select(problem).objective]


def _proof(names, values, costs):
    problem = _problem(values, costs)
    so_far = in_order(problem, by_worth_per_krone(problem)).objective
    at_most = select(_problem(values, costs, partial=[0, 1, 2])).objective
    return [so_far, at_most, 100 * gap_between(so_far, at_most), 100 * select(problem).gap]


def _in_part(names, values, costs):
    freely = select(_problem(values, costs, partial=[1]))
    at_least_60 = select(_problem(values, costs, partial={1: 0.6}))
    return [freely.objective, 100 * freely.chosen[1], at_least_60.objective]


def _left_out(names, values, costs):
    why = select(_problem(values, costs)).why_not(0)
    displaced = "".join(names[at] for at in why.displaced)
    return [why.price, displaced, why.changes[0].value]


def _with_more(names, values, costs):
    found = select(_problem(values, costs))
    points = found.frontier([0.5, 1, 1.25, 1.75])
    return [*found.worth_of_more(1), *(point.selection.objective for point in points)]


def _over_two_futures(names, first, second):
    return [
        answer for aim in ("mean", "worst", "regret") for answer in _best_by(aim, first, second)
    ]


def _best_by(aim, first, second):
    problem = Problem(values=[first, second], costs=[[2], [2], [2]], budgets=[2], objective=aim)
    found = select(problem)
    return [found.objective, NAMES[int(np.argmax(found.chosen))]]


TOPIC = Topic(
    "portfolio",
    _("Choosing within a budget"),
    _(
        "Stafett looks for the plan that is worth most within the budget and what people can "
        "take on, and proves that there is no better. With three candidates you can try every way."
    ),
    (
        Worked(
            key="portfolio-best",
            title=_("The most for each krone first is not always the best plan"),
            shows=_(
                "The budget is 4. The one that gives most for each krone leaves money that nothing "
                "fits in."
            ),
            rule=_("Of all sets of candidates that cost no more than the budget, take the best."),
            heads=HEADS,
            rows=ROWS,
            call=_by_krone_and_best,
            answers=(
                Answer(_("Most for each krone first"), "5"),
                Answer(_("The best plan"), "6"),
            ),
            by_hand=(
                Step(_("A for each krone"), "5 / 3", "1.67"),
                Step(_("B and C for each krone"), "3 / 2", "1.50"),
                Step(_("A first, and then there is money for none"), "5"),
                Step(_("B and C cost"), "2 + 2", "4"),
                Step(_("B and C are worth"), "3 + 3", "6"),
            ),
        ),
        Worked(
            key="portfolio-proof",
            title=_("How much better a plan may be at the most"),
            shows=_(
                "The budget is 4. While the best plan is sought there is a plan, and something no "
                "plan exceeds, such as what it would come to if all could be taken in part. When "
                "the two meet, it is proven that no plan is better."
            ),
            rule=_("What no plan exceeds less the plan, divided by the plan."),
            heads=HEADS,
            rows=ROWS,
            call=_proof,
            answers=(
                Answer(_("The plan so far, A alone"), "5"),
                Answer(_("No plan exceeds"), "6.5"),
                Answer(_("A better plan may exist, by at the most"), "30", PERCENT),
                Answer(_("When B and C are found and tried against the rest"), "0", PERCENT),
            ),
            by_hand=(
                Step(_("A first, and then there is money for none"), "5"),
                Step(_("A and half of B"), "5 + 3 / 2", "6.5"),
                Step(_("Better by at the most, in per cent"), "100 * (6.5 - 5) / 5", "30"),
                Step(_("B and C, where nothing exceeds 6"), "100 * (6 - 6) / 6", "0"),
            ),
        ),
        Worked(
            key="portfolio-partial",
            title=_("What may be taken in part"),
            shows=_(
                "The budget is 4, and B may be taken in part. Where less than 60 per cent of it is "
                "of no use, half of it is not an answer."
            ),
            rule=_("A part costs and is worth its share of the whole."),
            heads=HEADS,
            rows=ROWS,
            call=_in_part,
            answers=(
                Answer(_("The best plan"), "6.5"),
                Answer(_("It takes so much of B"), "50", PERCENT),
                Answer(_("When at least 60 per cent must be taken"), "6"),
            ),
            by_hand=(
                Step(_("So much of B fits beside A, in per cent"), "100 * (4 - 3) / 2", "50"),
                Step(_("A and half of B"), "5 + 3 / 2", "6.5"),
                Step(_("B and C whole"), "3 + 3", "6"),
            ),
        ),
        Worked(
            key="portfolio-left-out",
            title=_("Why one is left out, and what lets it in"),
            shows=_(
                "What it costs the plan to take in one that was left out, what it displaces, and a "
                "change that would let it in. Each change is tried before it is shown."
            ),
            rule=_("The best plan, less the best plan with this one in it."),
            heads=HEADS,
            rows=ROWS,
            call=_left_out,
            answers=(
                Answer(_("With A in it, the plan is worth less by"), "1"),
                Answer(_("It displaces"), "BC", word=_("B and C")),
                Answer(_("It comes in when it is worth more by"), "1"),
            ),
            by_hand=(
                Step(_("The best plan, B and C"), "3 + 3", "6"),
                Step(_("The best plan with A in it, A alone"), "5"),
                Step(_("Less by"), "6 - 5", "1"),
            ),
        ),
        Worked(
            key="portfolio-more",
            title=_("With more or less money"),
            shows=_("What the best plan is worth at other budgets, and what the next krone gives."),
            rule=_("Find the best plan anew for each budget."),
            heads=HEADS,
            rows=ROWS,
            call=_with_more,
            answers=(
                Answer(_("One krone more gives"), "2"),
                Answer(_("With half the budget"), "3"),
                Answer(_("With the budget as it is"), "6"),
                Answer(_("With a quarter more"), "8"),
                Answer(_("With three quarters more"), "11"),
            ),
            by_hand=(
                Step(_("With 2 there is room for B"), "3"),
                Step(_("With 4, B and C"), "3 + 3", "6"),
                Step(_("With 5, A and B"), "5 + 3", "8"),
                Step(_("With 7, all three"), "5 + 3 + 3", "11"),
                Step(_("The fifth krone"), "8 - 6", "2"),
            ),
        ),
        Worked(
            key="portfolio-futures",
            title=_("Two futures, and three ways to be on the safe side"),
            shows=_(
                "There is money for one. Which is best depends on what you ask for: the best on "
                "average, the best of the worst, or the least to regret."
            ),
            rule=_(
                "On average; in the worst future; or how far it falls short of the best, where "
                "that is most."
            ),
            heads=(_("Candidate"), _("First future"), _("Second future")),
            rows=(("A", 12, 0), ("B", 6, 4), ("C", 1, 5)),
            call=_over_two_futures,
            answers=(
                Answer(_("Best on average"), "6"),
                Answer(_("which is"), "A", word="A"),
                Answer(_("Best of the worst"), "4"),
                Answer(_("which is"), "B", word="B"),
                Answer(_("Least to regret"), "5"),
                Answer(_("which is"), "A", word="A"),
            ),
            by_hand=(
                Step(_("A on average"), "(12 + 0) / 2", "6"),
                Step(_("B at worst"), "4"),
                Step(_("A falls short in the second future by"), "5 - 0", "5"),
                Step(_("B falls short in the first future by"), "12 - 6", "6"),
                Step(_("C falls short in the first future by"), "12 - 1", "11"),
            ),
        ),
    ),
)
