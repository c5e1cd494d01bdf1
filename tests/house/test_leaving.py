"""An organisation that leaves takes along all it owns: every kind, every row, and nobody else's."""

import json
from io import BytesIO
from zipfile import ZipFile

from django.apps import apps
from django.utils import translation

from stafett.audit.models import Entry
from stafett.files.queries import leaving
from stafett.files.rules.leaving import ELSEWHERE, OURS
from stafett.lib.database import tell_database
from stafett.organisations.models import Role, RoleKind
from tests.factories import RoleFactory
from tests.house import test_walk
from tests.pages import Reader

PAGE = "/organisasjon/alt/"
HIDDEN = test_walk.HIDDEN
world = test_walk.world


def taken(cast):
    """Return the file that somebody takes along, by the name of each part."""
    answer = Reader(cast, "nb").client.post(PAGE)
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer))) as box:
        assert box.testzip() is None
        return {name: json.loads(box.read(name)) for name in box.namelist()}


def belongs(row, way, home):
    """Follow a way from a row to its owner, one step after the other."""
    for step in way.split("__"):
        row = getattr(row, step, None)
    return (getattr(row, "pk", row)) in (home.pk, f"organisation:{home.pk}")


def counted_by_hand(home):
    """Return how many of each kind are ours, counted row by row."""
    people = set(Role.objects.filter(organisation=home).values_list("person", flat=True))
    counted = {}
    for label, ways in OURS.items():
        every = apps.get_model(label)._base_manager.all()
        counted[label] = sum(any(belongs(row, way, home) for way in ways) for row in every)
    return counted | {"people.Person": len(people)}


def test_every_model_is_taken_along_or_says_why_not():
    every = {model._meta.label for model in apps.get_models()}

    assert not OURS.keys() & ELSEWHERE.keys()
    assert OURS.keys() | ELSEWHERE.keys() == every, (
        "Say in files/rules/leaving.py whose it is, or why it belongs to nobody that leaves."
    )


def test_the_file_holds_every_row_and_says_how_many(world, anne):
    told = taken(anne)
    about = told["about.json"]
    tell_database(anne.acting)

    by_hand = counted_by_hand(world.home)
    assert {label: len(told[f"{label}.json"]) for label in OURS} == by_hand
    assert about["counts"] == by_hand
    assert about["rows"] == sum(by_hand.values())
    assert about["left_out"]["rows"] == 0
    assert about["organisation"] == {"id": world.home.pk, "called": "Fjordvik"}
    assert {label for label, count in by_hand.items() if not count} <= {"roadmap.Tie"}


def test_every_row_is_as_the_schema_says(world, anne):
    told = taken(anne)
    defined = told["schema.json"]["$defs"]

    for label in OURS:
        for row in told[f"{label}.json"]:
            assert row.keys() == defined[label]["properties"].keys()
            for name, value in row.items():
                assert fits(value, defined[label]["properties"][name]), (label, name, value)


def fits(value, said):
    if "anyOf" in said:
        return any(fits(value, each) for each in said["anyOf"])
    if "$ref" in said:
        return isinstance(value, dict) and {"kind", "id"} <= value.keys()
    kinds = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list,
             "null": type(None)}  # fmt: skip
    return isinstance(value, kinds[said["type"]]) if "type" in said else True


def test_who_takes_it_leaves_a_trace_and_nobody_else_may(world, anne, kari, siri):
    taken(anne)

    assert Entry.objects.filter(verb="organisation.exported").count() == 1
    for cast in (kari, siri):
        assert Reader(cast).client.get(PAGE).status_code == 404
        assert Reader(cast).client.post(PAGE).status_code == 404
    assert Entry.objects.filter(verb="organisation.exported").count() == 1


def test_somebody_elsewhere_takes_nothing_of_ours(world, siri):
    RoleFactory(person=siri.person, organisation=siri.home, kind=RoleKind.ADMINISTRATOR)
    Role.objects.filter(pk=siri.role.pk).delete()

    assert HIDDEN not in json.dumps(taken(siri), ensure_ascii=False).lower()


def test_people_elsewhere_are_not_named_and_no_door_is_opened(world, anne, siri):
    stranger = world.commitment
    type(stranger).objects.filter(pk=stranger.pk).update(
        owner=siri.person, owner_name=siri.person.name
    )
    anne.person.refresh_from_db()
    told = taken(anne)

    [promise] = [row for row in told["benefits.Commitment.json"] if row["id"] == stranger.pk]
    assert promise["owner"] == {"kind": "people.Person", "id": None}
    assert promise["owner_name"] is None
    assert told["about.json"]["left_out"]["names_of_people_elsewhere"] >= 2
    [me] = [row for row in told["people.Person.json"] if row["id"] == anne.person.pk]
    assert me["name"] == anne.person.name
    assert "password" not in me


def test_the_page_says_how_many_rows_of_each_kind(world, anne):
    page = Reader(anne).opens(PAGE)

    with translation.override("en"):
        rows = leaving.held(anne.acting)
    assert all(page.shows(row.title) for row in rows)
    assert page.shows("Download all of it")
    assert Reader(anne).opens("/organisasjon/").links["Take everything along"] == PAGE
