"""What comparable promises came to, beside a plan: other municipalities', and one's own (R27).

Others' figures are read as they were published, the same for everybody. One's own are worked out
from what this person may see anyhow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.benefits.models import Benefit, Commitment, ReferenceFigure, State
from stafett.benefits.queries import measuring
from stafett.benefits.queries.outturns import MOST, ratios_of_own
from stafett.benefits.queries.promising import PromiseRow, reading_words, worth_words
from stafett.benefits.queries.sums import Line
from stafett.benefits.queries.valuing import Account, Worth
from stafett.benefits.rules import reference as rules
from stafett.benefits.rules.measuring import Status
from stafett.calc import reference
from stafett.lib import Acting
from stafett.organisations.models import ParameterName
from stafett.ui.figures import day, number, percent

Ends = tuple[float, float, float]
"""P10, P50 and P90, as shares of the plan."""


# --- others ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Others:
    """What other municipalities came to; ``figure`` is None where nothing may be told."""

    figure: ReferenceFigure | None

    @property
    def ends(self) -> Ends | None:
        """Where another such promise is likely to end."""
        found = self.figure
        return None if found is None else (found.p10, found.p50, found.p90)

    @property
    def says(self) -> str:
        """Where another such promise is likely to end, in a sentence; or why nothing is said."""
        if self.figure is None:
            return too_few()
        return self._by() % {
            "low": percent(self.figure.p10),
            "high": percent(self.figure.p90),
            "middle": percent(self.figure.p50),
            "count": number(self.figure.municipalities),
            "kind": self.figure.get_kind_display(),
        }

    def _by(self) -> str:
        if self.figure and self.figure.indicator_id:
            return _(
                "By the same yardstick another such promise is likely to end at "
                "%(low)s–%(high)s of its plan, as often above %(middle)s as below. It goes by "
                "what others reached; n = %(count)s municipalities."
            )
        return _(
            "With the same kind of benefit, %(kind)s, another such promise is likely to end at "
            "%(low)s–%(high)s of its plan, as often above %(middle)s as below. It goes by what "
            "others reached; n = %(count)s municipalities."
        )

    @property
    def rests_on(self) -> str:
        """When it was published, and how it is reckoned."""
        if self.figure is None:
            return ""
        told = {"day": day(self.figure.edition.day), "most": percent(MOST)}
        said = _(
            "As it stood %(day)s, in whole steps of five per cent. It is of promises where all of "
            "the effect should be there; a municipality has one voice, and more than %(most)s "
            "counts as that. Our own may be among them. Eight of ten such promises are likely to "
            "end within the range; the fewer have measured, the wider it is."
        )
        return " ".join([said % told, *self._drawn()])

    @property
    def is_drawn_in(self) -> bool:
        """Whether what few have read is drawn towards what is usual for the kind."""
        return self.figure is not None and self.figure.own_weight is not None

    def _drawn(self) -> list[str]:
        weight = self.figure.own_weight if self.figure else None
        if weight is None:
            return []
        said = _(
            "What was read by this yardstick counts %(share)s; the rest is what is usual for the "
            "kind."
        )
        return [said % {"share": percent(weight)}]


def too_few() -> str:
    """Return why nothing is said of others."""
    return _(
        "Too few municipalities have measured this to say what others reached: it takes six or "
        "more that differ, so that nobody can be worked out."
    )


def others(benefits: Iterable[Benefit]) -> dict[int, Others]:
    """Return what others came to with each of these benefits, by the benefit's id.

    By the same yardstick where that may be told, else by the kind. Where the latest edition holds
    it back, the latest that told it stands, with its day.
    """
    rows = list(benefits)
    of = Q(indicator__in={row.indicator_id for row in rows}) | Q(indicator=None)
    kinds = {row.kind for row in rows}
    told = ReferenceFigure.objects.filter(of, kind__in=kinds).select_related("edition")
    latest = {(row.kind, row.indicator_id): row for row in told.order_by("edition__made_at", "id")}
    return {
        row.pk: Others(latest.get((row.kind, row.indicator_id)) or latest.get((row.kind, None)))
        for row in rows
    }


# --- our own --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Own:
    """What our own earlier promises of a kind came to (R27)."""

    count: int
    ends: Ends

    @property
    def says(self) -> str:
        """Where another is likely to end, in a sentence."""
        low, middle, high = self.ends
        return _(
            "Going by our own %(count)s earlier promises of this kind, another is likely to end at "
            "%(low)s–%(high)s of its plan, as often above %(middle)s as below."
        ) % {
            "count": number(self.count),
            "low": percent(low),
            "high": percent(high),
            "middle": percent(middle),
        }


def own(acting: Acting, kinds: Iterable[str]) -> dict[str, Own]:
    """Return what our own promises came to, by kind; only kinds with enough of them (R27)."""
    ours = Q(municipality_id=acting.organisation_id)
    ours |= Q(benefit__initiative__organisation_id=acting.organisation_id)
    planned = Commitment.objects.visible_to(acting).filter(
        ours, state=State.CONFIRMED, benefit__kind__in=set(kinds),
        benefit__is_disbenefit=False, benefit__is_unplanned=False,
    )  # fmt: skip
    found: dict[str, list[float]] = {}
    for row in measuring.standings(planned, today=acting.day).values():
        if row.status == Status.MEASURED and row.reached is not None and (row.expected or 0) >= 1:
            found.setdefault(row.commitment.benefit.kind, []).append(row.reached)
    return {kind: _own(rows) for kind, rows in found.items() if rules.speaks(len(rows))}


def _own(reached: Sequence[float]) -> Own:
    ends = reference.forecast(1.0, ratios_of_own(reached), minimum=rules.FEWEST_OWN)
    return Own(len(reached), (float(ends.p10), float(ends.p50), float(ends.p90)))


# --- beside one promise ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """What a plan would come to, if it goes as for others, and as for our own."""

    others: Others
    others_means: str
    own: Own | None
    own_means: str


def beside(acting: Acting, row: PromiseRow, *, is_early: bool) -> Beside:
    """Return what a promise stands beside.

    What that comes to here, and our own (R27), only while nothing is read of it.
    """
    benefit = row.commitment.benefit
    told = others([benefit])[benefit.pk]
    ours = own(acting, [benefit.kind]).get(benefit.kind) if is_early else None
    return Beside(
        others=told,
        others_means=_means(row, told.ends) if told.ends and is_early else "",
        own=ours,
        own_means=_means(row, ours.ends) if ours else "",
    )


def is_compared(benefit: Benefit) -> bool:
    """Whether there is a plan to hold up: a harm has none, nor what nobody planned."""
    return not benefit.is_disbenefit and not benefit.is_unplanned


def _means(row: PromiseRow, ends: Ends) -> str:
    """Say what the shares come to here: hours or kroner a year, else the yardstick's own level."""
    worth = row.worth
    if worth is not None and worth.account != Account.QUALITY:
        hours = row.figures.get(ParameterName.HOURS_PER_FTE)
        said = [worth_words(_only(worth, share), hours) for share in ends]
        return _here(said)
    if row.baseline is None:
        return ""
    return _here([_level(row, share) for share in ends])


def _here(said: Sequence[str]) -> str:
    named = dict(zip(("low", "middle", "high"), said, strict=True))
    return _("Here that is from %(low)s to %(high)s, as often above %(middle)s as below.") % named


def _only(worth: Worth, share: float) -> Worth:
    there = worth.likely * share
    return Worth(worth.account, there, there, there, worth.price_year)


def _level(row: PromiseRow, share: float) -> str:
    before, target = float(row.baseline or 0), float(row.commitment.target_likely)
    level = Decimal(f"{before + (target - before) * share:.2f}")
    return reading_words(row.commitment.benefit.indicator, level)


# --- beside all that is promised on an initiative -------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """One benefit as it is promised in all, beside what comparable ones came to."""

    benefit: Benefit
    planned: str
    others: Others
    as_others: str
    own: Own | None
    as_own: str


def compared(acting: Acting, told: Iterable[Line]) -> list[Compared]:
    """Return the benefits that are counted in hours or kroner, or by their yardstick alone."""
    counted = [line for line in told if line.counts and is_compared(line.commitment.benefit)]
    benefits = {line.commitment.benefit_id: line.commitment.benefit for line in counted}
    lines: dict[int, list[Line]] = {pk: [] for pk in benefits}
    for line in counted:
        lines[line.commitment.benefit_id].append(line)
    theirs = others(benefits.values())
    early = {row.kind for pk, row in benefits.items() if all(_is_early(each) for each in lines[pk])}
    ours = own(acting, early) if benefits else {}
    return [
        _compared(row, lines[pk], theirs[pk], ours)
        for pk, row in sorted(benefits.items(), key=lambda each: each[1].name)
    ]


def _is_early(line: Line) -> bool:
    return line.reached is None


def _compared(
    benefit: Benefit, lines: Sequence[Line], theirs: Others, ours: Mapping[str, Own]
) -> Compared:
    is_early = all(_is_early(line) for line in lines)
    mine = ours.get(benefit.kind) if is_early else None
    planned = sum(line.worth.likely for line in lines if line.worth)
    unit = _unit(lines)
    return Compared(
        benefit=benefit,
        planned=unit % {"amount": number(planned)} if unit else "",
        others=theirs,
        as_others=_span(planned, theirs.ends, unit),
        own=mine,
        as_own=_span(planned, mine.ends if mine else None, unit),
    )


def _unit(lines: Sequence[Line]) -> str:
    """Return how amounts of one benefit are told; nothing where they are of several accounts."""
    accounts = {line.account for line in lines}
    years = {line.worth.price_year for line in lines if line.worth}
    if len(accounts) > 1 or len(years) > 1 or Account.QUALITY in accounts:
        return ""
    return _("%(amount)s hours") if next(iter(accounts)).endswith("hours") else _("%(amount)s kr")


def _span(planned: float, ends: Ends | None, unit: str) -> str:
    if ends is None or not unit:
        return ""
    low, high = sorted((planned * ends[0], planned * ends[2]))
    return unit % {"amount": f"{number(low)}–{number(high)}"}
