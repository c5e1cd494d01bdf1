"""R29, R30 and R35 held by the database: whoever writes SQL past the program is refused as well.

What only PostgreSQL can hold, which is told who acts, stands in ``test_row_level.py``.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import pre_migrate
from django.utils import timezone

from stafett.handovers import rules
from stafett.handovers.models import Baton, BatonLine, ChangeStep, Receipt
from stafett.lib.database import tell_database
from stafett.organisations.models import Role, RoleKind
from tests.factories import RoleFactory
from tests.rooms.handovers.by_hand import delegated, held, held_delegations, refuses, signed
from tests.rooms.handovers.stories import WAYS, today


def test_what_is_right_is_taken(at):
    """The refusals below are for what they say, and not for something else."""
    exchange = at("offered")
    signed(exchange)
    Baton.objects.filter(pk=exchange.baton.pk).update(state="accepted")

    assert exchange.fresh().state == "accepted"


# --- R29: who signs -------------------------------------------------------------------------


def test_the_region_signs_for_nobody(at, rune):
    exchange = at("offered")

    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, rune))
    assert refuses(
        held.NOT_THEIRS, lambda: signed(exchange, rune, organisation_id=exchange.municipality.pk)
    )
    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, role_id=rune.role.pk))


def test_neither_does_a_leader_there(at, kari):
    exchange = at("offered")

    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, kari))
    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, kari, role_kind="chief_executive"))


def test_a_role_that_has_ended_or_not_begun_signs_nothing(at, ingrid):
    exchange = at("offered")
    for period in (
        {"valid_to": today()},
        {"valid_from": today() + timedelta(2), "valid_to": None},
    ):
        Role.objects.filter(pk=ingrid.role.pk).update(**period)
        assert refuses(held.NOT_THEIRS, lambda: signed(exchange))


def test_a_chief_executive_elsewhere_signs_nothing(at, siri):
    exchange = at("offered")
    elsewhere = RoleFactory(organisation=siri.home, kind=RoleKind.CHIEF_EXECUTIVE)

    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, role_id=elsewhere.pk))
    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, organisation_id=siri.home.pk))


def test_a_delegate_signs_only_when_a_chief_executive_there_named_them(at, kari, ingrid, siri):
    exchange = at("offered")
    told = {"organisation": kari.home, "kind": RoleKind.DELEGATE}
    elsewhere = RoleFactory(organisation=siri.home, kind=RoleKind.CHIEF_EXECUTIVE)
    wrong = [None, kari.role, elsewhere]
    for named_by in wrong:
        role = RoleFactory(**told, delegated_by=named_by)
        assert refuses(
            held.NOT_THEIRS,
            lambda role=role: signed(exchange, role_id=role.pk, role_kind="delegate"),
        )
    role = delegated(exchange, by=ingrid)
    signed(exchange, role_id=role.pk, role_kind="delegate")


def test_a_delegation_ends_with_the_one_who_gave_it(at, kari, ingrid):
    exchange = at("offered")
    role = delegated(exchange, by=ingrid)
    Role.objects.filter(pk=ingrid.role.pk).update(valid_to=today())

    assert refuses(held.NOT_THEIRS, lambda: signed(exchange, role_id=role.pk, role_kind="delegate"))


def test_only_the_sender_offers(exchange, kari, rune):
    exchange.prepare()

    assert refuses(held.NOT_THE_SENDER, lambda: signed(exchange, kari, kind="offered"))
    exchange.fresh(rune)
    signed(exchange, rune, kind="offered")


# --- a receipt stays ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"snapshot": "{}"}, {"hash": "a" * 64}, {"signed_by_name": "Rune Dahl"}, {"kind": "returned"},
     {"sequence": 9}, {"previous": "a" * 64}, {"role_kind": "delegate"}],
)  # fmt: skip
def test_a_receipt_is_never_changed(at, change):
    exchange = at("accepted")
    exchange.fresh()

    assert refuses(f"{held.KEPT}|permission denied", lambda: Receipt.objects.update(**change))


def test_a_receipt_is_never_deleted(at):
    exchange = at("accepted")
    exchange.fresh()

    assert refuses(
        f"{held.KEPT}|permission denied", lambda: Receipt.objects.all()._raw_delete("default")
    )


def test_receipts_follow_each_other_without_a_gap(at):
    exchange = at("offered")
    for wrong in (
        {"sequence": 3},
        {"sequence": 1},
        {"previous": "a" * 64},
        {"previous": ""},
        {"made_at": timezone.now() - timedelta(hours=1)},
    ):
        assert refuses(
            f"{held.NOT_NEXT}|UNIQUE|unique", lambda wrong=wrong: signed(exchange, **wrong)
        )


def test_a_receipt_agrees_with_where_the_baton_is(at, exchange):
    exchange.prepare()
    assert refuses(held.NOT_NEXT, lambda: signed(exchange))
    for state in ("returned", "accepted", "under_way", "new_practice", "stopped", "withdrawn"):
        with transaction.atomic():
            told = at(state)
            assert refuses(held.NOT_NEXT, lambda told=told: signed(told))
            transaction.set_rollback(True)


def test_two_receipts_cannot_be_written_before_the_baton_moves(at):
    exchange = at("offered")
    signed(exchange, kind="returned")

    assert refuses(held.NOT_NEXT, lambda: signed(exchange, kind="accepted"))


# --- a baton moves by its receipts, along its states ------------------------------------------


@pytest.mark.parametrize("state", [state for state in WAYS if state != "draft"])
def test_a_baton_is_born_as_a_draft(exchange, rune, state):
    tell_database(rune.acting_now)
    told = {"state": state, "return_reason": "x", "stopped_reason": "x"}
    baton = Baton(
        initiative=exchange.initiative,
        municipality=exchange.municipality,
        sender=rune.home,
        made_at=timezone.now(),
        moved_at=timezone.now(),
        changed_at=timezone.now(),
        **told,
    )
    assert refuses(held.UNSIGNED, lambda: Baton.objects.bulk_create([baton]))


@pytest.mark.parametrize("state", WAYS)
def test_no_state_is_jumped_to(at, state):
    """The database knows the same ways as the rules, and none goes past a receipt."""
    exchange = at(state)
    ways = set(rules.STATES[state].values()) - {state}
    assert {(state, then) for then in ways} == {way for way in held.WAYS if way[0] == state}
    for then in WAYS.keys() - {state}:
        asks_for_receipt = then in held.EXCHANGES
        if then in ways and not asks_for_receipt:
            continue
        for side in (exchange.chief, exchange.sender):
            rows = Baton.objects.filter(pk=exchange.fresh(side).pk)
            said = {"return_reason": "x"} if then == "returned" else {}
            said |= {"stopped_reason": "x"} if then == "stopped" else {}
            assert refuses(
                f"{held.OUT_OF_TURN}|{held.UNSIGNED}|{held.AGREED_ON}",
                lambda rows=rows, then=then, said=said: rows.update(state=then, **said),
            )
    assert exchange.fresh().state == state


def test_a_baton_keeps_its_sides(at, siri):
    exchange = at("offered")
    rows = Baton.objects.filter(pk=exchange.fresh().pk)
    for name in ("municipality", "sender"):
        assert refuses(
            f"{held.OUT_OF_TURN}|row-level",
            lambda name=name: rows.update(**{name: siri.home}),
        )


@pytest.mark.parametrize("state", ["accepted", "accepted_in_part", "under_way", "withdrawn"])
@pytest.mark.parametrize(
    "change",
    [{"hours": 1}, {"money": 1}, {"whose_time": "x"}, {"support": "x"}, {"message": "x"},
     {"support_until": None}, {"respond_by": None}],
)  # fmt: skip
def test_what_was_signed_stays(at, state, change):
    exchange = at(state)
    exchange.fresh()
    if state == "withdrawn" and "hours" not in change and "support" not in change:
        return

    assert refuses(held.AGREED_ON, lambda: Baton.objects.update(**change))


def test_the_lines_of_what_was_signed_stay(at):
    exchange = at("accepted_in_part")
    exchange.fresh()
    lines = BatonLine.objects.filter(baton=exchange.baton)

    assert refuses(held.AGREED_ON, lambda: lines.update(answer="accepted", reason=""))
    assert refuses(held.AGREED_ON, lambda: lines.update(baseline_planned_on=today()))
    assert refuses(held.AGREED_ON, lambda: lines._raw_delete("default"))


def test_a_line_is_not_answered_before_it_is_asked(exchange):
    exchange.prepare()
    exchange.fresh()
    line = exchange.line()
    BatonLine.objects.all()._raw_delete("default")
    new = BatonLine(baton=exchange.baton, commitment=line.commitment, answer="accepted")

    assert refuses(held.AGREED_ON, lambda: BatonLine.objects.bulk_create([new]))


def test_a_step_is_done_while_the_change_is_under_way_and_stays_done(at):
    exchange = at("accepted")
    exchange.fresh()
    assert refuses(held.NOT_DONE_YET, lambda: ChangeStep.objects.update(done_on=today()))
    exchange.do_steps()

    assert refuses(held.NOT_DONE_YET, lambda: ChangeStep.objects.update(done_on=None))
    assert refuses(held.NOT_DONE_YET, lambda: ChangeStep.objects.all()._raw_delete("default"))


# --- SQLite's triggers stand through a migration ------------------------------------------------


def _triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall() if name.startswith("handovers_")}


@pytest.mark.django_db
def test_a_migration_lays_the_triggers_aside_and_puts_them_back():
    if connection.vendor != "sqlite":
        return
    kept = (*held.SQLITE, *held_delegations.SQLITE)
    every = {f"handovers_{name}" for name, *_more in kept}
    assert _triggers() == every
    here = apps.get_app_config("handovers")
    pre_migrate.send(sender=here, app_config=here, using="default", verbosity=0)
    assert _triggers() == set()

    call_command("migrate", verbosity=0)

    assert _triggers() == every
