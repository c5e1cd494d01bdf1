"""What is done leaves a trace in the same transaction; what is not done leaves none."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.urls import path

from stafett.audit import actions as audit
from stafett.audit import queries
from stafett.audit.models import Detail, Entry
from stafett.organisations.models import Role
from stafett.people.models import Person
from tests.factories import NOW, PersonFactory
from tests.rooms.audit.copies import KARI, PASSER_BY, THING, note_needs


@audit.traced
def rename(person, name, *, by=KARI, fails=False):
    person.name = name
    person.save()
    audit.record(verb="person.renamed", target=person, by=by, at=NOW, details={"name": name})
    if fails:
        raise LookupError("after the trace")


def _verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_what_is_done_can_be_read_with_who_did_it(kari):
    rename(kari.person, "Kari Ås", by=kari.acting)

    trace = queries.traces_of(kari.person)[0]
    assert (trace.verb, trace.name, trace.at) == ("person.renamed", "Kari Nes", NOW)
    assert trace.details == {"for": "Fjordvik", "name": "Kari Ås"}


@pytest.mark.django_db
def test_an_action_that_fails_leaves_neither_the_change_nor_a_trace():
    person = PersonFactory(name="Kari Nes")

    with pytest.raises(LookupError):
        rename(person, "Kari Ås", fails=True)

    assert Person.objects.get().name == "Kari Nes"
    assert not Entry.objects.exists()
    assert not queries.heads()


@pytest.mark.django_db
def test_an_action_inside_another_that_fails_takes_its_own_traces_along():
    person = PersonFactory(name="Kari Nes")

    @audit.traced
    def try_names():
        rename(person, "Kari Å")
        with pytest.raises(LookupError):
            rename(person, "Kari Ø", fails=True)
        audit.record(verb="names.tried", target=person, by=KARI, at=NOW)

    try_names()

    assert Person.objects.get().name == "Kari Å"
    assert _verbs() == ["person.renamed", "names.tried"]
    assert [trace.details.get("name") for trace in queries.traces_of(person)] == [None, "Kari Å"]


@pytest.mark.django_db
def test_an_action_that_catches_nothing_takes_all_inner_traces_along():
    @audit.traced
    def give_up():
        note_needs("Vi taster for hånd")
        raise LookupError

    with pytest.raises(LookupError):
        give_up()
    note_needs("Vi ringer rundt")

    assert queries.heads()["organisation:4601"][0] == 1


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_leaves_no_trace():
    @audit.traced
    def point_at_nobody():
        note_needs("Vi taster for hånd")
        Role.objects.create(person_id=99, organisation_id=99, kind="leader", valid_from=NOW.date())

    with pytest.raises(IntegrityError):
        point_at_nobody()

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_starts_on_commit_leaves_a_trace_of_its_own():
    person = PersonFactory()

    @audit.traced
    def rename_and_tell():
        rename(person, "Kari Ås")
        transaction.on_commit(lambda: note_needs("Vi må bytte skiltene"))

    rename_and_tell()

    assert _verbs() == ["person.renamed", "need.registered"]


def test_a_trace_without_an_action_is_refused():
    with pytest.raises(RuntimeError, match=r"@audit\.traced"):
        audit.record(verb="person.renamed", target=THING, by=KARI, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["by", "for"])
def test_details_cannot_stand_in_for_who_did_it(key):
    @audit.traced
    def blame():
        audit.record(verb="need.closed", target=THING, by=KARI, at=NOW, details={key: "Siri Li"})

    with pytest.raises(ValueError, match="who did it"):
        blame()


def test_each_organisation_has_its_chain_and_sign_ins_have_one(client, kari, siri):
    note_needs("Hos oss", by=kari.acting)
    note_needs("Hos oss også", "Og igjen", by=siri.acting)
    note_needs("Jeg venter i telefonen", by=PASSER_BY)
    client.force_login(kari.person)
    client.post("/logg-ut/")

    assert {chain: count for chain, (count, _hash) in queries.heads().items()} == {
        f"organisation:{kari.home.pk}": 1,
        f"organisation:{siri.home.pk}": 2,
        "program": 1,
        "sign-ins": 1,
    }


def test_what_can_be_read_is_erased_and_the_chain_still_holds(kari):
    rename(kari.person, "Kari Ås", by=kari.acting)
    rename(kari.person, "Kari Nes", by=kari.acting)

    assert audit.erase_details(target=kari.person, by=kari.acting, now=NOW) == 2

    erased, *earlier = queries.traces_of(kari.person)
    assert (erased.verb, erased.name, erased.details["texts"]) == ("details.erased", "Kari Nes", 2)
    assert [(trace.name, trace.details) for trace in earlier] == [("", {})] * 2
    assert not Detail.objects.filter(text__contains="Ås").exists()
    assert not list(queries.first_broken())


# --- requests that are one transaction, as on PostgreSQL ------------------------------------


@login_not_required
def acts_and_fails(request):
    note_needs("Vi taster for hånd")
    raise LookupError


@login_not_required
def acts(request):
    note_needs("Vi taster for hånd")
    return HttpResponse("done")


urlpatterns = [path("works/", acts), path("fails/", acts_and_fails)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_request_that_fails_after_its_action_leaves_no_trace(client, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    client.raise_request_exception = False

    client.get("/fails/")
    assert not Entry.objects.exists()

    client.get("/works/")
    assert _verbs() == ["need.registered"]
