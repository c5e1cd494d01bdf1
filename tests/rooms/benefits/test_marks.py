"""A benefit keeps the short mark it was given, so that last year's papers point at the same one."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.actions import promising as actions
from stafett.benefits.models import Benefit, GivenMark
from stafett.benefits.queries import marks as queries
from stafett.benefits.rules import marks as rules
from stafett.lib import Refused
from tests.factories import NOW, BenefitFactory, IndicatorFactory, InitiativeFactory
from tests.pages import Reader
from tests.rooms.audit.together import at_once


def describes(initiative, cast, name, kind="time_saved", **more):
    indicator = IndicatorFactory(owner=cast.home)
    described = {"name": name, "kind": kind, "indicator": indicator}
    mark = more.pop("mark", "")
    return actions.describe(
        initiative=initiative, described=described | more, mark=mark, by=cast.acting, now=NOW
    )


def removes(benefit, cast):
    actions.remove(benefit=benefit, version=benefit.version, by=cast.acting, now=NOW)


def marks(initiative):
    rows = Benefit.objects.filter(initiative=initiative).order_by("id")
    return {row.name: row.mark for row in rows}


def test_each_sort_is_numbered_by_itself_and_each_initiative_too(kari):
    row, other = (InitiativeFactory(organisation=kari.home) for _each in range(2))
    describes(row, kari, "Færre turer")
    describes(row, kari, "Mer ro", kind="quality")
    describes(row, kari, "Sykehuset sparer", beneficiary="other_public")
    describes(row, kari, "Mindre kjøring", kind="avoided_cost")
    describes(other, kari, "Kortere kø")

    assert marks(row) == {
        "Færre turer": "Ø1", "Mer ro": "K1", "Sykehuset sparer": "V1", "Mindre kjøring": "Ø2",
    }  # fmt: skip
    assert marks(other) == {"Kortere kø": "Ø1"}


def test_a_mark_is_not_used_again_when_its_benefit_is_taken_away(kari):
    row = InitiativeFactory(organisation=kari.home)
    first, last = describes(row, kari, "Færre turer"), describes(row, kari, "Mindre kjøring")
    removes(first, kari)
    removes(last, kari)

    describes(row, kari, "Kortere kø")

    assert marks(row) == {"Kortere kø": "Ø3"}
    assert queries.gone(row) == ["Ø1", "Ø2"]


def test_a_benefit_of_another_kind_than_it_was_keeps_its_mark(kari):
    row = InitiativeFactory(organisation=kari.home)
    benefit = describes(row, kari, "Færre turer")

    actions.describe_anew(
        benefit=benefit, described={"kind": "quality"}, version=benefit.version, by=kari.acting,
        now=NOW,
    )  # fmt: skip
    describes(row, kari, "Mindre kjøring")
    describes(row, kari, "Mer ro", kind="quality")

    assert marks(row) == {"Færre turer": "Ø1", "Mindre kjøring": "Ø2", "Mer ro": "K1"}


def test_a_mark_that_is_brought_is_kept_where_it_is_free(kari):
    row = InitiativeFactory(organisation=kari.home)
    describes(row, kari, "Færre turer", mark="Ø3")
    describes(row, kari, "Mindre kjøring", mark="Ø3")
    describes(row, kari, "Kortere kø", mark="Ø1")
    describes(row, kari, "Færre brev")

    assert marks(row) == {
        "Færre turer": "Ø3", "Mindre kjøring": "Ø4", "Kortere kø": "Ø1", "Færre brev": "Ø5",
    }  # fmt: skip


def test_a_no_gives_no_mark_away(kari):
    row = InitiativeFactory(organisation=kari.home)
    describes(row, kari, "Færre turer")
    with pytest.raises(Refused):
        describes(row, kari, "Færre turer")

    describes(row, kari, "Mindre kjøring")

    assert marks(row)["Mindre kjøring"] == "Ø2"


@pytest.mark.django_db(transaction=True)
def test_two_who_describe_at_the_same_moment_get_a_mark_each(kari):
    row = InitiativeFactory(organisation=kari.home)
    yardsticks = [IndicatorFactory(owner=kari.home) for _each in range(4)]

    def describing(number, indicator):
        described = {"name": f"Gevinst {number}", "kind": "time_saved", "indicator": indicator}
        return lambda: actions.describe(
            initiative=row, described=described, by=kari.acting, now=NOW
        )

    made = at_once(*(describing(*each) for each in enumerate(yardsticks)))

    assert sorted(benefit.mark for benefit in made) == ["Ø1", "Ø2", "Ø3", "Ø4"]


def test_those_that_were_there_keep_what_plans_called_them(kari):
    row = InitiativeFactory(organisation=kari.home)
    unpriced = {"valuation": "none", "counts": "", "factor": None}
    for number, told in enumerate(
        [{}, unpriced, {"beneficiary": "other_public"}, {}, {"beneficiary": "inhabitants"}]
    ):
        BenefitFactory(initiative=row, mark=f"X{number}", name=f"Gevinst {number}", **told)
    GivenMark.objects.all().delete()

    editor = SimpleNamespace(connection=connection)
    import_module("stafett.benefits.migrations.0010_marks").name_all(apps, editor)

    assert list(marks(row).values()) == ["Ø1", "K1", "V1", "Ø2", "K2"]
    assert queries.given(row) == {"Ø1", "K1", "V1", "Ø2", "K2"}


def test_the_mark_stands_where_the_plan_is_read(kari):
    row = InitiativeFactory(organisation=kari.home)
    describes(row, kari, "Noe annet")
    benefit = describes(row, kari, "Færre turer")
    reader = Reader(kari)

    for page in (benefit.get_absolute_url(), f"/tiltak/{row.pk}/gevinster/", f"/tiltak/{row.pk}/"):
        assert "Ø2" in reader.opens(page).text


@given(name=st.text(min_size=1), mark=st.from_regex(r"[ØVK][1-9][0-9]{0,2}", fullmatch=True))
def test_a_mark_before_a_name_is_told_from_the_name(name, mark):
    found, rest = rules.before(f"{mark} {name}")

    assert (found, rest.strip()) in {(mark, name.strip()), ("", f"{mark} {name}".strip())} or (
        found == mark and name.endswith(rest)
    )


@pytest.mark.parametrize(
    ("written", "mark", "name"),
    [
        ("Ø3 Kortere tid", "Ø3", "Kortere tid"),
        ("V12: Kortere tid", "V12", "Kortere tid"),
        ("K1. Mer ro", "K1", "Mer ro"),
        ("Ø2 - Mer ro", "Ø2", "Mer ro"),
        ("Kortere tid", "", "Kortere tid"),
        ("Øk 3 ting", "", "Øk 3 ting"),
        ("Ø3", "", "Ø3"),
        ("Ø0 Kortere tid", "", "Ø0 Kortere tid"),
        ("Ø1000 Kortere tid", "", "Ø1000 Kortere tid"),
        ("Ø3Kortere", "", "Ø3Kortere"),
    ],
)
def test_how_a_mark_is_written_before_a_name(written, mark, name):
    assert rules.before(written) == (mark, name)
