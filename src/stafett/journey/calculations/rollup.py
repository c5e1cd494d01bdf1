"""Adding up without counting anything twice, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import rollup
from stafett.journey.calculations.worked import (
    HOURS,
    KRONER,
    PERCENT,
    Answer,
    Step,
    Topic,
    Worked,
)


def _ends_and_all(names, values, leads_to):
    edges = list(zip(names, leads_to, strict=True))
    ends = rollup.sum_end_benefits(dict(zip(names, values, strict=True)), edges)
    return [ends, sum(values)]


def _coverage_and_average(names, measured, total):
    each = [part / whole for part, whole in zip(measured, total, strict=True)]
    return [100 * rollup.coverage(measured, total), 100 * sum(each) / len(each)]


def _realised(years, planned, measured):
    came = {year: hours for year, hours in zip(years, measured, strict=True) if hours is not None}
    return [100 * rollup.realisation_rate(came, dict(zip(years, planned, strict=True)))]


def _claimed_and_excess(names, claims, baselines):
    visits: rollup.Cell = ("visits", "north", 2026)
    of_visits = [(visits, claim) for claim in claims]
    [found] = rollup.capacity_ceiling(of_visits, {visits: baselines[0]})
    return [found.claimed, found.claimed - baselines[0]]


TOPIC = Topic(
    "rollup",
    _("Adding up without counting twice"),
    _(
        "Budget kroner, hours and quality are never added to each other. Within one account, each "
        "hour and each krone counts once."
    ),
    (
        Worked(
            key="rollup-ends",
            title=_("Only end benefits are added"),
            shows=_(
                "A benefit that leads to another is part of the other one’s worth. Only what leads "
                "to no other benefit is added."
            ),
            rule=_("Add the benefits that no arrow leads on from to another benefit."),
            heads=(_("Benefit"), _("Worth, kr"), _("Leads to")),
            rows=(
                (_("fewer phone calls"), 100_000, _("less overtime")),
                (_("less overtime"), 80_000, _("a budget in balance")),
                (_("fewer complaints"), 30_000, _("a budget in balance")),
            ),
            call=_ends_and_all,
            answers=(
                Answer(_("The sum"), "110000", KRONER),
                Answer(_("If all were added"), "210000", KRONER),
            ),
            by_hand=(
                Step(_("Overtime and complaints are ends"), "80_000 + 30_000", "110000"),
                Step(
                    _("Wrong, for fewer calls is how overtime falls"),
                    "100_000 + 80_000 + 30_000",
                    "210000",
                ),
            ),
        ),
        Worked(
            key="rollup-coverage",
            title=_("Percentages with different bases"),
            shows=_(
                "How much is measured, over places of different size. The average of two "
                "percentages would let the smallest weigh as much as the largest."
            ),
            rule=_("Add how many are measured. Divide by how many there are in all."),
            heads=(_("Municipality"), _("How many are measured"), _("Of")),
            rows=((_("a small one"), 1, 10), (_("a large one"), 90, 100)),
            call=_coverage_and_average,
            answers=(
                Answer(_("So much is measured"), "82.7", PERCENT),
                Answer(_("The average of the percentages"), "50.0", PERCENT),
            ),
            by_hand=(
                Step(_("So much is measured"), "100 * (1 + 90) / (10 + 100)", "82.7"),
                Step(
                    _("Wrong, and the share of nothing"),
                    "(100 * 1 / 10 + 100 * 90 / 100) / 2",
                    "50.0",
                ),
            ),
        ),
        Worked(
            key="rollup-realised",
            title=_("Realised of planned, over the same periods"),
            shows=_(
                "A year nobody has measured yet does not count as nothing. It is left out of both "
                "what came and what was planned."
            ),
            rule=_("Add what came in the measured periods. Divide by the plan for the same ones."),
            heads=(_("Year"), _("Planned, hours"), _("Measured, hours")),
            rows=(("2025", 100, 60), ("2026", 100, 90), ("2027", 100, None)),
            call=_realised,
            answers=(Answer(_("Realised, for 2 of 3 years"), "75", PERCENT),),
            by_hand=(
                Step(_("The two measured years"), "100 * (60 + 90) / (100 + 100)", "75"),
                Step(_("Wrong, with the third as nothing"), "100 * (60 + 90) / 300", "50"),
            ),
        ),
        Worked(
            key="rollup-ceiling",
            title=_("More hours saved than were ever spent"),
            shows=_(
                "Two initiatives promise hours of the same work in the same place and year. "
                "Together they cannot save more than the work takes."
            ),
            rule=_("Add all that is promised of one work process, and compare with its baseline."),
            heads=(_("Initiative"), _("Hours promised"), _("Hours it takes")),
            rows=((_("route planning"), 300, 500), (_("digital visits"), 250, 500)),
            call=_claimed_and_excess,
            answers=(
                Answer(_("Promised together"), "550", HOURS),
                Answer(_("Too many"), "50", HOURS),
            ),
            by_hand=(
                Step(_("Promised together"), "300 + 250", "550"),
                Step(_("Too many"), "550 - 500", "50"),
                Step(_("Each by itself would have passed.")),
            ),
        ),
    ),
)
