"""Each municipality answers for itself; the owner reads the answers while the membership lasts."""

import pytest
from django.utils import timezone

from stafett.audit.models import Detail
from stafett.initiatives import actions, queries, rules
from stafett.initiatives.models import Initiative, Participation
from stafett.lib import OutOfTurn, Refused
from stafett.organisations.models import Membership
from tests import factories
from tests.pages import Reader
from tests.rooms.initiatives import stories


def names(rows):
    return [row.label for row in rows]


def joined(initiative, cast):
    return names(queries.participants(initiative, cast.acting_now.day))


def test_the_region_asks_and_each_answers_for_itself(common, kari, ola, rune):
    page = queries.page(rune.acting_now, common)
    assert names(page.unanswered) == ["Fjordvik", "Sund"]
    assert page.joined == []

    stories.answers(common, kari.acting_now)
    stories.answers(common, ola.acting_now, stories.LATER)

    page = queries.page(rune.acting_now, common)
    assert [(row.municipality.label, row.answer, row.reason) for row in page.participations] == [
        ("Fjordvik", "joins", ""),
        ("Sund", "later", "Vi bytter journalsystem til høsten."),
    ]
    assert page.unanswered == []
    assert joined(common, rune) == ["Fjordvik"]


def test_one_reads_ones_own_answer_and_not_the_neighbours(common, kari, ola):
    stories.answers(common, kari.acting_now)
    stories.answers(common, ola.acting_now, stories.LATER)

    page = queries.page(ola.acting_now, common)

    assert names(row.municipality for row in page.participations) == ["Sund"]
    assert page.own_answer.answer == "later"
    assert page.unanswered == []
    assert len(page.joined) == 1


@pytest.mark.parametrize("answer", ["later", "no"])
def test_later_and_no_say_why(common, kari, answer):
    with pytest.raises(Refused, match="Say why") as refused:
        stories.answers(common, kari.acting_now, answer=answer)
    assert refused.value.field == "reason"
    assert stories.answers(common, kari.acting_now, answer=answer, reason="Ikke råd.").pk


def test_a_later_answer_replaces_and_both_leave_a_trace(common, kari, rune):
    stories.answers(common, kari.acting_now, stories.LATER)
    stories.answers(common, kari.acting_now)

    assert joined(common, rune) == ["Fjordvik"]
    assert Participation.objects.count() == 1
    told = Detail.objects.filter(entry__verb="initiative.answered").order_by("entry__sequence")
    assert ['"later"' in row.text for row in told] == [True, False]


def test_of_two_who_answer_for_one_municipality_the_second_is_told_who_was_first(common, kari):
    path = f"/tiltak/{common.pk}/hvem-er-med/"
    other = factories.RoleFactory(person__name="Liv Aas", organisation=kari.home, kind="leader")
    reads = Reader(kari)
    page = reads.opens(path)
    stories.answers(common, factories.acting_for(other, timezone.localdate()), stories.LATER)

    page = reads.sends(path, stories.JOINS, version=page.answer("version"))
    assert page.shows("Liv Aas changed this")
    assert page.shows("Vi bytter journalsystem til høsten.")
    assert Participation.objects.get().answer == "later"

    reads.sends(path, stories.JOINS, version=page.answer("version"))
    assert Participation.objects.get().answer == "joins"


@pytest.mark.parametrize("who", ["rune", "turid", "siri"])
def test_nobody_answers_for_another_or_without_being_a_leader(common, who, request):
    cast = request.getfixturevalue(who)
    with pytest.raises(rules.NotTheirs):
        stories.answers(common, cast.acting_now)
    assert not queries.page(cast.acting_now, common).may_answer


def test_the_owner_is_in_and_does_not_answer(solution, kari):
    assert joined(solution, kari) == ["Fjordvik"]
    with pytest.raises(rules.NotTheirs):
        stories.answers(solution, kari.acting_now)


def test_a_public_one_is_joined_by_anybody(solution, siri, kari):
    Initiative.objects.update(scope="public")
    public = stories.fresh(solution)
    stories.answers(public, siri.acting_now)

    assert joined(public, kari) == ["Annenvik", "Fjordvik"]
    assert names(row.municipality for row in queries.page(kari.acting_now, public).participations)


def test_one_who_leaves_the_region_is_out_and_its_answer_is_its_own(common, kari, rune):
    stories.answers(common, kari.acting_now)
    Membership.objects.filter(member=kari.home).update(valid_to=timezone.localdate())

    assert joined(common, rune) == []
    assert queries.page(rune.acting_now, common).participations == []
    own = Participation.objects.visible_to(kari.acting_now)
    assert [row.municipality for row in own] == [kari.home]


def test_what_somebody_has_joined_is_not_hidden_from_them(common, kari, rune):
    hidden = {"told": stories.SOLUTION, "by": rune.acting_now, "now": timezone.now()}
    stories.answers(common, kari.acting_now)

    with pytest.raises(Refused, match="Somebody has joined") as refused:
        actions.change(initiative=stories.fresh(common), version=1, **hidden)
    assert refused.value.field == "shared_with"
    assert stories.fresh(common).scope == "region"

    stories.answers(common, kari.acting_now, stories.LATER)
    actions.change(initiative=stories.fresh(common), version=1, **hidden)
    assert stories.fresh(common).scope == "own"


def test_a_stopped_one_takes_no_answers(common, kari):
    Initiative.objects.update(stage="stopped", stopped_reason="For dyrt.")
    with pytest.raises(OutOfTurn):
        stories.answers(stories.fresh(common), kari.acting_now)


# --- home ---------------------------------------------------------------------------------------


def waiting(cast):
    day = timezone.localdate()
    return [(row.what, row.why) for row in queries.waiting_for(cast.acting_now, day)]


def test_home_asks_leaders_of_the_members_until_they_have_answered(common, kari, ola, turid, siri):
    asks = [(common.title, "Fjordvikregionen asks whether you join.")]
    assert waiting(kari) == waiting(ola) == asks
    assert waiting(turid) == waiting(siri) == []

    stories.answers(common, kari.acting_now, stories.LATER)

    assert waiting(kari) == []
    assert waiting(ola) == asks


def test_home_asks_the_lead_for_one_thing_at_a_time(solution, kari, anne):
    assert [why[:36] for _what, why in waiting(kari)] == ["It is not told what falls away. What"]
    assert waiting(anne) == []
    stories.differs(solution, kari.acting_now)
    assert [why[:29] for _what, why in waiting(kari)] == ["It is not told what it costs."]
    stories.costs(solution, kari.acting_now)
    assert waiting(kari) == []


def test_home_asks_leaders_to_answer_what_somebody_said(solution, kari, anne, turid):
    stories.differs(solution, kari.acting_now)
    stories.costs(solution, kari.acting_now)
    row = stories.involves(solution, turid.acting_now, view="Hvem svarer om natta?")
    for cast in (kari, anne):
        assert waiting(cast) == [
            (solution.title, "Fagforbundet said something, and waits for an answer.")
        ]
    assert waiting(turid) == []
    assert row.replied_on is None


def test_a_region_in_a_network_is_not_asked_as_a_municipality(rune, need):
    network = factories.OrganisationFactory(kind="network", name="Nettverk")
    factories.MembershipFactory(group=network, member=rune.home)
    factories.InitiativeFactory(organisation=network, scope="network", group=network, needs=[need])
    assert waiting(rune) == []
