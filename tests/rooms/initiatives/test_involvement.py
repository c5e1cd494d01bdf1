"""How people were brought in: noted by those it touches, answered by leaders, never lost."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from stafett.initiatives import actions, queries, rules
from stafett.initiatives.models import Initiative, Involvement
from stafett.lib import Refused
from tests import factories
from tests.cast import Cast
from tests.pages import Reader
from tests.rooms.initiatives import stories


@pytest.fixture
def here(fjordvik):
    """Return somebody with a role in Fjordvik."""

    def somebody(kind):
        person = factories.PersonFactory()
        role = factories.RoleFactory(person=person, organisation=fjordvik, kind=kind)
        return Cast(person, role, fjordvik)

    return somebody


@pytest.mark.parametrize(
    ("kind", "may"),
    [("union_rep", True), ("safety_rep", True), ("hr", True), ("leader", True),
     ("chief_executive", True), ("employee", False), ("controller", False), ("analyst", False)],
)  # fmt: skip
def test_who_notes(solution, here, kind, may):
    cast = here(kind)
    assert queries.page(cast.acting_now, solution).may_note is may
    if may:
        assert stories.involves(solution, cast.acting_now).pk
        assert stories.asks_staff(solution, cast.acting_now).pk
    else:
        for note in (stories.involves, stories.asks_staff):
            with pytest.raises(rules.NotTheirs):
                note(solution, cast.acting_now)


def test_those_who_have_joined_note_and_the_others_wait(common, kari, ola):
    stories.answers(common, kari.acting_now)
    stories.answers(common, ola.acting_now, stories.LATER)

    assert stories.involves(common, kari.acting_now).organisation == kari.home
    with pytest.raises(rules.NotTheirs):
        stories.involves(common, ola.acting_now)


def test_what_has_not_happened_is_not_noted(solution, kari):
    for note in (stories.involves, stories.asks_staff):
        with pytest.raises(Refused, match="That day has not come yet"):
            note(solution, kari.acting_now, days_ago=-1)
        assert note(solution, kari.acting_now, days_ago=0).pk


def test_what_was_said_is_answered_once_by_those_who_were_told(solution, kari, anne, turid, siri):
    row = stories.involves(solution, turid.acting_now, view="Hvem svarer om natta?")
    now = timezone.now()

    def reply(cast, text):
        stale = Involvement.objects.get(pk=row.pk)
        actions.reply(involvement=stale, reply=text, by=cast.acting_now, now=now)

    for cast in (turid, siri):
        with pytest.raises(rules.NotTheirs):
            reply(cast, "x")
    reply(kari, "Vaktsentralen.")
    with pytest.raises(Refused, match="Kari Nes answered this while you were writing"):
        reply(anne, "Ingen.")

    row.refresh_from_db()
    assert (row.reply, row.replied_by_name) == ("Vaktsentralen.", "Kari Nes")


def test_a_union_rep_does_not_answer_for_the_leaders(solution, turid):
    with pytest.raises(rules.NotTheirs):
        stories.involves(solution, turid.acting_now, view="Nei", reply="Jo")


def test_what_is_noted_stays_when_it_stops(solution, turid, kari):
    Initiative.objects.update(stage="stopped", stopped_reason="For dyrt.")
    stopped = stories.fresh(solution)
    row = stories.involves(stopped, turid.acting_now, view="Hva nå?")
    actions.reply(involvement=row, reply="Vi går tilbake.", by=kari.acting_now, now=timezone.now())

    assert [row.reply for row in queries.page(turid.acting_now, stopped).involvements] == [
        "Vi går tilbake."
    ]


def test_nothing_is_deleted_or_changed_by_any_action():
    changes = [name for name in vars(actions) if "involvement" in name or "staff_view" in name]
    assert changes == ["note_involvement", "note_staff_view"]


def test_staff_views_are_told_as_how_many(solution, kari):
    stories.asks_staff(solution, kari.acting_now)
    stories.asks_staff(solution, kari.acting_now, asked=30, see_the_use=27, days_ago=1)

    views = queries.page(kari.acting_now, solution).staff_views

    assert [row.said for row in views] == [
        "27 of 30 see the use of it",
        "14 of 20 see the use of it",
    ]


def test_more_cannot_see_the_use_than_were_asked(solution, kari):
    with pytest.raises(Refused, match="More see the use") as refused:
        stories.asks_staff(solution, kari.acting_now, asked=20, see_the_use=21)
    assert refused.value.field == "see_the_use"


def test_who_reads_what_was_said(common, kari, ola, rune, siri):
    stories.answers(common, kari.acting_now)
    stories.involves(common, kari.acting_now, view="I Fjordvik")
    stories.involves(common, rune.acting_now, view="I regionen")
    stories.asks_staff(common, kari.acting_now)
    Initiative.objects.update(scope="public", group=None)
    public = stories.fresh(common)

    def reads(cast):
        page = queries.page(cast.acting_now, public)
        return sorted(row.view for row in page.involvements), len(page.staff_views)

    assert reads(rune) == (["I Fjordvik", "I regionen"], 1)
    assert reads(kari) == (["I Fjordvik", "I regionen"], 1)
    assert reads(ola) == reads(siri) == ([], 0)


def test_the_day_is_the_one_it_happened(solution, kari):
    row = stories.involves(solution, kari.acting_now, days_ago=40)
    assert row.happened_on == timezone.localdate() - timedelta(40)
    assert row.noted_at.date() <= timezone.now().date()


# --- the log goes one way -------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"kind": "consulted"}, {"with_whom": "Alle"}, {"view": "Vi er for."}, {"organisation": None},
     {"happened_on": factories.LONG_AGO}, {"noted_at": factories.NOW}],
)  # fmt: skip
def test_the_database_itself_keeps_what_was_noted(solution, kari, change):
    row = stories.involves(solution, kari.acting_now, kind="informed", view="Nei.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Involvement.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Involvement.objects.filter(pk=row.pk)._raw_delete("default")
    assert Involvement.objects.get(pk=row.pk).view == "Nei."


def test_the_database_itself_takes_one_answer(solution, kari):
    row = stories.involves(solution, kari.acting_now, view="Nei.", reply="Jo, fordi.")
    for change in ({"reply": "Ja."}, {"reply": "", "replied_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Involvement.objects.filter(pk=row.pk).update(**change)


def _by_hand(row, **said):
    """Write a copy of a note past the actions."""
    Involvement.objects.create(
        initiative=row.initiative, organisation=row.organisation, kind="informed",
        with_whom="Fagforbundet",
        **{"happened_on": factories.LONG_AGO, "noted_at": row.noted_at, **said},
    )  # fmt: skip


def test_no_note_is_put_before_another_not_even_by_hand(solution, kari):
    row = stories.involves(solution, kari.acting_now)

    for said in (
        {"noted_at": row.noted_at - timedelta(seconds=1)},
        {"happened_on": row.noted_on + timedelta(2)},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            _by_hand(row, **said)
    _by_hand(row)
    assert Involvement.objects.count() == 2


def test_a_clock_that_is_behind_puts_no_note_before_the_latest(solution, kari):
    latest = stories.involves(solution, kari.acting_now)

    row = actions.note_involvement(
        initiative=solution, kind="informed", with_whom="Fagforbundet", view="",
        happened_on=factories.LONG_AGO, by=kari.acting_now, now=factories.NOW,
    )  # fmt: skip

    assert row.noted_at == latest.noted_at
    rows = queries.page(kari.acting_now, solution).involvements
    assert [each.pk for each in rows] == [row.pk, latest.pk]


@pytest.mark.parametrize(("days_ago", "is_late"), [(0, False), (7, False), (8, True)])
def test_what_is_noted_long_after_says_so(solution, kari, days_ago, is_late):
    stories.involves(solution, kari.acting_now, days_ago=days_ago)

    page = Reader(kari, "en").opens(f"/tiltak/{solution.pk}/involvering/")

    assert page.shows("noted afterwards") is is_late
