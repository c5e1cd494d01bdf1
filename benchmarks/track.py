"""The relay board of a region where every municipality has joined every initiative.

Forty by forty, each with a baton in one of its states, a promise in it, and monthly readings among
those of the whole country.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

from benchmarks import figures
from benchmarks.figures import Row
from benchmarks.pages import reading
from benchmarks.promises import EFFECT
from benchmarks.serving import Server
from benchmarks.visiting import Visitor

INITIATIVES, MEMBERS = 40, 40
BOARD_MS, BOARD_KB = 150, 60
BOARD = "/stafettbanen/"
STATES = (
    "draft", "offered", "under_consideration", "returned", "accepted", "accepted_in_part",
    "under_way", "under_way", "new_practice", "new_practice", "stopped",
)  # fmt: skip
HELD = ("baton", "batonline", "changestep")
WORDS = ("Roboten leser", "Vi slutter å taste", "Brukerne får svar om", "Sensorer melder fra om")
THINGS = ("fakturaer", "søknader om barnehage", "vikarvakter", "brøyting", "medisinen hjemme")


# --- filling --------------------------------------------------------------------------------


def fill(country: Any, cursor: Any) -> Any:
    """Write the region with its initiatives, promises and batons; return who coordinates it.

    What only the two sides can do is written as the database's owner, past its triggers.
    """
    _triggers(cursor, "DISABLE")
    tone, region = _region(country)
    pairs = list(product(_initiatives(country, region), country.elsewhere[:MEMBERS]))
    _joined(country, pairs)
    _carried(country, region, pairs, _promised(country, pairs))
    _triggers(cursor, "ENABLE")
    return tone


def _triggers(cursor: Any, how: str) -> None:
    for table in HELD:
        cursor.execute(f"ALTER TABLE handovers_{table} {how} TRIGGER USER")


def _region(country: Any) -> tuple[Any, Any]:
    from stafett.organisations.models import Membership, Organisation, Role, RoleKind
    from stafett.people.models import Person

    begun = country.begun.date()
    region = Organisation.objects.create(
        kind="region", name="Stafettregionen", label="Stafettregionen", valid_from=begun
    )
    for member in country.elsewhere[:MEMBERS]:
        Membership.objects.create(group=region, member=member, valid_from=begun, confirmed_on=begun)
    tone = Person.objects.create_user("tone@example.no", "Tone Myhre")
    kind = RoleKind.REGIONAL_COORDINATOR
    Role.objects.create(person=tone, organisation=region, kind=kind, valid_from=begun)
    return tone, region


def _initiatives(country: Any, region: Any) -> Sequence[Any]:
    from stafett.initiatives.models import Initiative

    written = {"registered_at": country.begun, "registered_by_name": "Tone Myhre",
               "changed_at": country.begun, "changed_by_name": "Tone Myhre"}  # fmt: skip
    told = [f"{WORDS[number % 4]} {THINGS[number % 5]}, {number}" for number in range(INITIATIVES)]
    return Initiative.objects.bulk_create(
        Initiative(organisation=region, title=title, solution="Vi slutter å taste.",
                   scope="region", group=region, stage="benefit", lead_name="Tone Myhre", **written)
        for title in told
    )  # fmt: skip


def _joined(country: Any, pairs: Iterable[tuple[Any, Any]]) -> None:
    from stafett.initiatives.models import Participation

    Participation.objects.bulk_create(
        Participation(initiative=initiative, municipality=place, answer="joins",
                      answered_at=country.begun)
        for initiative, place in pairs
    )  # fmt: skip


def _promised(country: Any, pairs: Sequence[tuple[Any, Any]]) -> Sequence[Any]:
    from stafett.benefits.models import Benefit, Commitment
    from stafett.indicators.models import Indicator

    now = {"changed_at": country.begun, "changed_by_name": "Tone Myhre"}
    yardsticks = Indicator.objects.filter(name__startswith="Minutter per sak").order_by("id")
    initiatives = list(dict.fromkeys(initiative for initiative, _place in pairs))
    benefits = Benefit.objects.bulk_create(
        Benefit(initiative=initiative, mark="Ø1", name="Kortere tid", kind="time_saved",
                beneficiary="municipality", indicator=yardstick, **now)
        for initiative, yardstick in zip(initiatives, yardsticks, strict=True)
    )  # fmt: skip
    of = {benefit.initiative_id: benefit for benefit in benefits}
    return Commitment.objects.bulk_create(
        Commitment(benefit=of[initiative.pk], municipality=place, owner_name="Kari Nes",
                   state="confirmed", target_low=8, target_likely=9, target_high=10,
                   effect_starts_on=EFFECT, measure_every=1 + number % 12, made_at=country.begun,
                   made_by_name="Kari Nes", answered_at=country.begun, **now)
        for number, (initiative, place) in enumerate(pairs)
    )  # fmt: skip


def _carried(
    country: Any, region: Any, pairs: Sequence[tuple[Any, Any]], promises: Sequence[Any]
) -> None:
    from stafett.handovers.models import Baton, BatonLine, ChangeStep

    at = {"made_at": country.begun, "changed_at": country.begun}
    rows = Baton.objects.using("owner").bulk_create(
        Baton(initiative=initiative, municipality=place, sender=region,
              state=STATES[number % len(STATES)], return_reason="Senere.", stopped_reason="For dyrt.",
              moved_at=country.begun + timedelta(days=number * 7 % 590), **at)
        for number, (initiative, place) in enumerate(pairs)
    )  # fmt: skip
    BatonLine.objects.using("owner").bulk_create(
        BatonLine(baton_id=baton.pk, commitment_id=promise.pk, answer="accepted")
        for baton, promise in zip(rows, promises, strict=True)
    )
    ChangeStep.objects.using("owner").bulk_create(
        ChangeStep(baton_id=baton.pk, what="Vi slutter å taste", owner_name="Kari Nes",
                   due_on=country.begun.date(), changed_at=country.begun)
        for baton in rows
        if baton.state == "under_way"
    )  # fmt: skip


# --- measuring ------------------------------------------------------------------------------


def measure(server: Server, cookies: dict[str, str], times: int) -> Iterator[Row]:
    """Yield what the board takes, and how much of it goes over the wire."""
    tone = Visitor(server.port, cookies)
    what = f"the relay board, {INITIATIVES} initiatives in {MEMBERS} municipalities"
    taken = figures.in_rounds({what: reading(tone, BOARD)}, times)
    yield figures.timed(what, taken[what], below=BOARD_MS)
    answer = tone.get(BOARD)
    sent = len(answer.wire) / 1000
    pills = answer.text.count('class="pill"')
    name = f"  over the wire, {len(answer.text.encode()) / 1000:.0f} kB unpacked, {pills:,} batons"
    yield Row(name, f"{sent:.1f} kB", f"< {BOARD_KB} kB", sent < BOARD_KB)
