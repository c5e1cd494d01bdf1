"""Who may do what with a need: every kind of role, at home and elsewhere."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from stafett.lib import Acting
from stafett.needs import actions
from stafett.needs.models import CatalogueWord, Contribution, Need, PassedWarning, SameHere
from stafett.needs.rules import NotTheirs
from stafett.organisations.models import Role, RoleKind
from stafett.organisations.queries import Kind
from tests.factories import (
    NOW,
    ContributionFactory,
    NeedFactory,
    OrganisationFactory,
    PersonFactory,
    RoleFactory,
    acting_for,
)
from tests.pages import Reader
from tests.rooms.needs.telling import TOLD, changed, path, tells

KEEPERS = {"leader", "initiative_lead", "regional_coordinator", "chief_executive", "administrator"}
NO_ROLE = "You have no role yet"


@pytest.fixture
def need(kari, region):
    """Kari's need, told to her region."""
    return tells(kari, shared_with=str(region.pk))


def kept_pages(need):
    """Return the addresses that only those who look after the need have."""
    contribution = ContributionFactory(need=need)
    below = [("endre",), ("avslutt",), ("apne",), ("advarsel", "R04")]
    return [*(path(need, *names) for names in below), f"/behov/innspill/{contribution.pk}/"]


def everything_kept():
    """Return all rows that a need consists of."""
    kinds = (Need, PassedWarning, SameHere, Contribution, CatalogueWord)
    return [list(model.objects.order_by("id").values()) for model in kinds]


@pytest.mark.parametrize("kind", RoleKind.values)
def test_at_home_those_who_look_after_needs_may_and_others_only_read(need, kind):
    reads = Reader(RoleFactory(organisation=need.organisation, kind=kind).person)
    may = kind in KEEPERS

    assert ("Change" in reads.opens(path(need)).links) is may
    assert reads.opens(path(need, "endre")).status == (200 if may else 404)


@pytest.mark.parametrize(("kind", "status"), [("leader", 200), ("employee", 404), ("hr", 404)])
def test_all_that_is_kept_is_kept_by_the_same_people(need, kind, status):
    reads = Reader(RoleFactory(organisation=need.organisation, kind=kind).person)

    assert [reads.opens(address).status for address in kept_pages(need)] == [status] * 5


@pytest.mark.parametrize("kind", RoleKind.values)
def test_anybody_with_a_role_may_tell_and_change_what_they_told(fjordvik, kind):
    writer = RoleFactory(organisation=fjordvik, kind=kind).person

    assert Reader(writer).opens(path(tells(writer), "endre")).status == 200


@pytest.mark.parametrize("who", ["ola", "rune", "siri", "nobody"])
def test_nobody_elsewhere_changes_it_not_even_the_region(need, who, request):
    cast = None if who == "nobody" else request.getfixturevalue(who)
    reads, addresses = Reader(cast), kept_pages(need)
    before = everything_kept()
    told = changed(need, title="Kapret", outcome="solved", outcome_note="x", reason="x", answer="x")

    for address in addresses:
        for page in (reads.opens(address), reads.sends(address, told)):
            assert page.status == 404 or page.heading == "Sign in", address

    assert everything_kept() == before


def test_a_need_of_the_region_is_changed_by_the_region_alone(rune, ola, region):
    need = tells(rune, shared_with=str(region.pk))

    assert "Change" in Reader(rune).opens(path(need)).links
    page = Reader(ola).opens(path(need))
    assert "Change" not in page.links
    assert "We have this too" in page.links


def _without_a_role():
    return PersonFactory(name="Nina Ny")


def _with_a_role_that_ended_today():
    return RoleFactory(valid_to=timezone.localdate()).person


def _with_a_role_from_tomorrow():
    return RoleFactory(valid_from=timezone.localdate() + timedelta(days=1)).person


@pytest.mark.parametrize(
    "somebody", [_without_a_role, _with_a_role_that_ended_today, _with_a_role_from_tomorrow]
)
def test_without_a_role_one_reads_what_is_public_and_tells_nothing(db, somebody):
    public, own = NeedFactory(scope="public"), NeedFactory()
    reads = Reader(somebody())

    assert reads.opens("/behov/").needs == [public.title]
    assert reads.opens(path(own)).status == 404
    assert reads.opens("/").heading == NO_ROLE
    assert reads.sends("/behov/ny/", TOLD).heading == NO_ROLE
    for address in (path(public, "hos-oss"), path(public, "hos-oss", "angre"), "/behov/ord/"):
        assert reads.sends(address, note="Vi også", word="Sporlos").status == 404
    assert Need.objects.count() == 2
    assert not CatalogueWord.objects.exists()


def test_a_passer_by_is_asked_to_sign_in_before_telling(db):
    page = Reader().sends("/behov/ny/", TOLD)

    assert page.heading == "Sign in"
    assert not Need.objects.exists()


def test_one_person_with_two_roles_acts_in_one_at_a_time(kari):
    other = OrganisationFactory(name="Nordvik")
    second = Role.objects.create(
        person=kari.person, organisation=other, kind="leader", valid_from=timezone.localdate()
    )
    need, kari_reads = tells(kari), Reader(kari)

    kari_reads.sends("/rolle/", role=second.pk)

    assert kari_reads.opens(path(need)).status == 404
    kari_reads.sends("/rolle/", role=kari.role.pk)
    assert "Change" in kari_reads.opens(path(need)).links


@pytest.mark.parametrize("kind", RoleKind.values)
def test_the_catalogue_is_kept_by_those_who_look_after_needs(fjordvik, kind):
    word = CatalogueWord.objects.create(organisation=fjordvik, word="Sporlos")
    reads = Reader(RoleFactory(organisation=fjordvik, kind=kind).person)
    may = kind in KEEPERS

    page = reads.opens("/behov/ord/")
    assert page.shows("Sporlos")
    assert ("word" in page.asks_for) is may
    reads.sends("/behov/ord/", word="Nattugla")
    reads.sends(f"/behov/ord/{word.pk}/bort/")

    left = set(CatalogueWord.objects.values_list("word", flat=True))
    assert left == ({"Nattugla"} if may else {"Sporlos"})


def test_an_action_refuses_by_itself_whoever_calls_it(kari, siri):
    """A door that is added later cannot forget to ask."""
    need, word = tells(kari), CatalogueWord.objects.create(organisation=kari.home, word="Sporlos")
    contribution = ContributionFactory(need=need)
    told = {name: getattr(need, name) for name in actions.TOLD}
    employee = RoleFactory(organisation=kari.home, kind="employee")
    tries = [
        partial(actions.change, need=need, told=told, version=1),
        partial(actions.close, need=need, outcome="left", outcome_note="x", version=1),
        partial(actions.reopen, need=need, version=1),
        partial(actions.pass_warning, need=need, rule="R04", reason="x"),
        partial(actions.answer, contribution=contribution, answer="x", shown=True),
        partial(actions.remove_catalogue_word, word=word),
        partial(actions.add_catalogue_word, word="Nattugla", note=""),
    ]
    before = everything_kept()
    for by in (acting_for(employee), Acting(), Acting(person_id=kari.person.pk)):
        for action in tries:
            with pytest.raises(NotTheirs):
                action(by=by, now=NOW)
    for action in tries[:5]:
        with pytest.raises(NotTheirs):
            action(by=siri.acting, now=NOW)
    for action in (
        partial(actions.register, told=told),
        partial(actions.say_same_here, need=need, note=""),
    ):
        with pytest.raises(NotTheirs):
            action(by=Acting(person_id=kari.person.pk), now=NOW)

    assert everything_kept() == before


def test_a_need_is_never_told_in_the_name_of_another(kari, siri):
    """What the browser sends of organisations, people and ids is not asked."""
    forged = {
        "organisation": siri.home.pk,
        "organisation_id": siri.home.pk,
        "registered_by": siri.person.pk,
        "registered_by_name": "Siri Li",
        "id": 999,
        "scope": "public",
        "group": siri.home.pk,
        "closed_on": "2026-01-01",
    }
    need = tells(kari, forged)

    assert (need.organisation, need.registered_by) == (kari.home, kari.person)
    assert (need.registered_by_name, need.scope, need.group_id) == ("Kari Nes", "own", None)
    assert (need.closed_on, need.pk == 999) == (None, False)


def test_the_nation_sees_no_more_than_the_public(db):
    analyst = RoleFactory(
        kind="analyst", organisation=OrganisationFactory(kind=Kind.NATIONAL, number="")
    ).person
    NeedFactory(), NeedFactory(scope="public", title="Åpent for alle")

    assert Reader(analyst).opens("/behov/").needs == ["Åpent for alle"]
