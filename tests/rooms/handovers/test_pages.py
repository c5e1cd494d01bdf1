"""What people meet: the baton's page, the answer, the receipt, delegation, home."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from stafett.handovers import queries
from stafett.handovers.models import Baton, Receipt
from stafett.lib.database import tell_database
from stafett.organisations.models import Role
from tests.factories import ObservationFactory
from tests.pages import Reader
from tests.rooms.handovers.by_hand import the_owner_goes_round_the_trigger
from tests.rooms.handovers.stories import brought_in, come, joins, long_ago, today


def path(exchange, below=""):
    return f"/stafettpinne/{exchange.baton.pk}/{below}"


# --- from the initiative to an answer ---------------------------------------------------------


def test_the_region_prepares_and_offers_and_the_municipality_answers(exchange, rune, kari, ingrid):
    listed = f"/tiltak/{exchange.initiative.pk}/stafettpinner/"
    rune_reads = Reader(rune)
    page = rune_reads.opens(listed)
    assert page.shows("1 municipality has no baton yet.")
    page = rune_reads.sends(
        f"{listed}ny/",
        municipality=kari.home.pk,
        message="Vi har prøvd det i to kommuner.",
        support="Opplæring",
        support_until=str(today() + timedelta(days=90)),
        respond_by=str(today() + timedelta(days=14)),
    )
    exchange.baton = Baton.objects.get()
    assert page.path == path(exchange)
    assert page.shows("The baton is prepared. See what is missing.")
    page = rune_reads.sends(path(exchange, "tilby/"), version=1)
    assert page.shows("Offered. The chief executive there answers.")
    assert rune_reads.opens(listed).links["Offered, Fjordvik"] == path(exchange)

    kari_reads = Reader(kari)
    page = kari_reads.opens(path(exchange))
    assert page.shows("Point 4 is missing: No step says who stops doing what.")
    kari_reads.sends(
        path(exchange, "steg/"),
        what="Maskinen leser",
        what_stops="Vi slutter å taste",
        owner=kari.person.pk,
        due_on=str(today() + timedelta(days=30)),
    )
    kari_reads.sends(
        path(exchange, "forbered/"),
        whose_time="To på økonomi",
        hours="120",
        money="0",
        price_year="2026",
        version=2,
    )
    brought_in(exchange.initiative, kari.home)

    ingrid_reads = Reader(ingrid)
    assert ingrid_reads.opens("/").shows("Fjordvikregionen hands you the baton.")
    page = ingrid_reads.opens(path(exchange, "svar/"))
    assert page.shows("All that is asked is in place. Read what you promise, and answer.")
    page = ingrid_reads.sends(
        path(exchange, "svar/"),
        answer="accept",
        seen=page.answer("seen"),
        version=page.answer("version"),
    )
    assert page.shows("Accepted. The receipt holds what you signed.")
    assert page.shows("2 receipts, and they stand as they were made.")
    page = kari_reads.opens(path(exchange))
    assert page.shows("Say that it is done")


def test_what_is_missing_is_said_on_the_answer_page_and_what_was_typed_stays(at, ingrid):
    exchange = at("offered")
    exchange.fresh()
    exchange.baton.steps.all().delete()
    reads = Reader(ingrid)
    page = reads.opens(path(exchange, "svar/"))
    assert page.shows("1 point is missing before you can accept the whole baton.")
    page = reads.sends(
        path(exchange, "svar/"), answer="accept", reason="Husk dette",
        seen=page.answer("seen"), version=page.answer("version"),
    )  # fmt: skip

    assert page.summary == [
        "This is missing before you can accept: point 4: No step says who stops doing what."
    ]
    assert page.answer("reason") == "Husk dette"


def test_in_part_by_the_form(at, ingrid):
    exchange = at("offered")
    first, second = exchange.line(1).pk, exchange.line(2).pk
    reads = Reader(ingrid)
    page = reads.opens(path(exchange, "svar/"))
    told = {
        "answer": "accept_in_part",
        "seen": page.answer("seen"),
        "version": page.answer("version"),
        f"take_{first}": "yes",
        f"take_{second}": "no",
    }
    page = reads.sends(path(exchange, "svar/"), told)
    assert page.summary == ["Give a reason for each promise you do not take."]
    page = reads.sends(path(exchange, "svar/"), told, **{f"why_{second}": "Ikke nå."})

    assert page.shows("Accepted in part. The receipt holds what you signed.")
    assert page.shows("Declined : Ikke nå.") or page.shows("Declined: Ikke nå.")


def test_a_return_needs_a_reason_and_the_sender_reads_it(at, ingrid, rune):
    exchange = at("offered")
    reads = Reader(ingrid)
    page = reads.opens(path(exchange, "svar/"))
    told = {"answer": "return", "seen": page.answer("seen"), "version": page.answer("version")}
    assert "Say why" in reads.sends(path(exchange, "svar/"), told).errors["reason"]
    page = reads.sends(path(exchange, "svar/"), told, reason="Vi mangler folk.")

    assert page.shows("Returned. The sender reads your reason.")
    rune_reads = Reader(rune)
    assert rune_reads.opens("/").shows("Fjordvik returned the baton: Vi mangler folk.")
    assert rune_reads.opens(path(exchange)).shows("mend what they ask for, and offer it again")


def test_what_was_changed_while_one_read_is_read_once_more(at, ingrid):
    exchange = at("offered")
    reads = Reader(ingrid)
    page = reads.opens(path(exchange, "svar/"))
    promise = exchange.promises[0]
    type(promise).objects.filter(pk=promise.pk).update(target_likely=9)
    told = {"answer": "accept", "seen": page.answer("seen"), "version": page.answer("version")}
    page = reads.sends(path(exchange, "svar/"), told)
    assert page.summary[0].startswith("Something in the baton was changed while you were reading.")
    assert page.shows("6 – 9 – 10 minutter")

    page = reads.sends(path(exchange, "svar/"), told, seen=page.answer("seen"))
    assert page.shows("Accepted.")


def test_whoever_answers_second_is_told_who_was_first(at, ingrid):
    exchange = at("offered")
    reads = Reader(ingrid)
    page = reads.opens(path(exchange, "svar/"))
    exchange.return_("Først.")
    told = {"answer": "accept", "seen": page.answer("seen"), "version": page.answer("version")}
    page = reads.sends(path(exchange, "svar/"), told)

    assert page.summary[0].startswith("Ingrid Berg was first, at ")
    assert page.summary[0].endswith("Mend what they asked for, and offer it again.")


@pytest.mark.parametrize("who", ["kari", "anne", "rune", "ola", "siri"])
def test_the_answer_page_is_there_for_top_management_alone(at, who, request):
    exchange = at("offered")
    cast = request.getfixturevalue(who)

    assert Reader(cast).client.get(path(exchange, "svar/")).status_code == 404


# --- steps and new practice -------------------------------------------------------------------


def test_steps_are_done_by_a_button_and_the_practice_is_in_place(at, kari):
    exchange = at("accepted")
    reads = Reader(kari)
    step = exchange.fresh().steps.get()
    assert reads.opens("/").shows("You do this from")
    page = reads.sends(f"/endringssteg/{step.pk}/gjort/")
    assert page.shows("Done. Thank you.")
    assert page.shows("All the steps are done. Is the new practice in place?")
    page = reads.sends(path(exchange, "ny-praksis/"), version=exchange.fresh().version)

    assert page.shows("The new practice is in place. Read the same yardsticks again.")


def test_a_button_pressed_too_late_says_what_to_do_instead(at, kari):
    exchange = at("new_practice")
    page = Reader(kari).sends(path(exchange, "ny-praksis/"), version=exchange.fresh().version)

    assert page.shows("The new practice is in place. Read the yardsticks.")


def test_a_stopped_baton_keeps_what_was_learned(at, kari):
    exchange = at("under_way")
    told = {"reason": "Leverandøren la ned.", "version": exchange.fresh().version}
    page = Reader(kari).sends(path(exchange, "stopp/"), told)

    assert page.shows("Leverandøren la ned.")
    assert page.shows("It was stopped, and what was learned stands here.")


# --- receipts ---------------------------------------------------------------------------------


def test_both_sides_read_a_receipt_and_others_do_not(at, kari, rune, siri, ola):
    exchange = at("accepted")
    exchange.fresh()
    receipt = Receipt.objects.get(kind="accepted")
    address = f"/kvittering/{receipt.pk}/"
    for cast in (kari, rune):
        page = Reader(cast).opens(address)
        assert page.shows("It stands as it was made")
        assert page.shows("6 – 8 – 10 minutter")
        assert page.shows(receipt.hash)
        assert page.shows("Chief municipal executive, Fjordvik")
    for cast in (siri, ola):
        assert Reader(cast).client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_changed_receipt_says_so_on_its_page(exchange, kari):
    with transaction.atomic():
        come(exchange, "accepted")
        exchange.fresh()
        receipt = Receipt.objects.get(kind="accepted")
    with the_owner_goes_round_the_trigger() as write:
        changed = receipt.snapshot.replace('"target_likely":"8"', '"target_likely":"9"')
        write("UPDATE handovers_receipt SET snapshot = %s WHERE id = %s", changed, receipt.pk)
    page = Reader(kari).opens(f"/kvittering/{receipt.pk}/")

    assert page.shows("It does not stand as it was made")
    assert page.shows("What stands in it was changed after it was signed.")
    assert [cell.text for cell in page.all("td")] == ['"8"', '"9"']
    assert Reader(kari).opens(path(exchange)).shows("Receipt 2 does not stand as it was made.")


# --- delegation -------------------------------------------------------------------------------


def test_the_chief_executive_names_a_delegate_and_takes_it_back(ingrid, kari, anne):
    reads = Reader(ingrid)
    page = reads.sends("/delegering/", person=kari.person.pk, valid_from=str(today()))
    assert page.shows("Named. You can take it back at any time.")
    role = Role.objects.get(kind="delegate")
    assert "person" not in Reader(anne).opens("/delegering/").asks_for
    assert Reader(anne).opens("/delegering/").shows("Kari Nes")
    page = reads.sends(f"/delegering/{role.pk}/slutt/")

    assert page.shows("Nobody signs in the chief executive's place.")


def test_the_list_of_roles_does_not_offer_delegate(anne):
    page = Reader(anne).opens("/organisasjon/ny/role/")
    offered = {option.get("value") for option in page.all("option")}

    assert "chief_executive" in offered
    assert "delegate" not in offered


# --- dropped ----------------------------------------------------------------------------------


@pytest.fixture
def lying(at):
    exchange = at("accepted")
    exchange.fresh()
    Baton.objects.update(moved_at=long_ago(weeks=9))
    return exchange


def _dropped(exchange):
    exchange.fresh()
    return queries.dropped(Baton.objects.all(), today())


def test_a_baton_where_nothing_happens_is_dropped(lying):
    [found] = _dropped(lying)

    assert (found.weeks, found.since) == (9, today() - timedelta(weeks=9))


def test_seven_weeks_are_not_too_long(lying):
    Baton.objects.update(moved_at=long_ago(weeks=7, days=6))

    assert _dropped(lying) == []


def test_a_step_that_is_done_or_a_reading_picks_it_up(lying):
    promise = lying.promises[0]
    ObservationFactory(
        indicator=promise.benefit.indicator, organisation=lying.municipality,
        period_start=today(), period_end=today(), recorded_at=timezone.now(),
    )  # fmt: skip
    assert _dropped(lying) == []
    promise.benefit.indicator.observations.update(recorded_at=long_ago(weeks=20))
    assert len(_dropped(lying)) == 1
    lying.do_steps()
    Baton.objects.update(moved_at=long_ago(weeks=9))
    assert _dropped(lying) == []


@pytest.mark.parametrize("state", ["offered", "returned", "new_practice", "stopped"])
def test_what_is_not_carried_cannot_be_dropped(at, state):
    exchange = at(state)
    exchange.fresh()
    Baton.objects.update(moved_at=long_ago(weeks=90))

    assert _dropped(exchange) == []


def test_a_dropped_baton_is_shown_to_both_sides_and_nobody_else(lying, kari, rune, siri, ola):
    says = "Nothing has happened in Fjordvik for 9 weeks. What is in the way?"
    for cast in (kari, rune):
        assert Reader(cast).opens("/").shows(says)
        assert Reader(cast).opens(path(lying)).shows(says)
    for cast in (siri, ola):
        assert not Reader(cast).opens("/").shows(says)


# --- what others see --------------------------------------------------------------------------


def test_a_municipality_sees_its_own_row_and_no_other(exchange, rune, kari, ola):
    joins(exchange.initiative, ola.home)
    exchange.prepare()
    listed = f"/tiltak/{exchange.initiative.pk}/stafettpinner/"

    assert Reader(rune).opens(listed).shows("Sund")
    page = Reader(kari).opens(listed)
    assert page.shows("Fjordvik")
    assert not page.shows("Sund")
    assert not Reader(ola).opens(listed).shows("Being prepared")


def test_batons_of_an_initiative_are_told_to_those_who_see_them(exchange, rune, kari, siri):
    exchange.prepare()
    for cast, count in ((rune, 1), (kari, 1), (siri, 0)):
        tell_database(cast.acting_now)
        assert len(queries.batons_of(cast.acting_now, exchange.initiative)) == count
