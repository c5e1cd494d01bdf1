"""Somebody draws how what they do leads to something better, and everybody reads it."""

import pytest

from stafett.audit.models import Entry
from stafett.benefits.models import MapEdge, MapNode
from stafett.benefits.queries import promising
from tests.pages import Reader
from tests.rooms.benefits.maps import (
    DRIVES,
    HOME,
    SCREEN,
    TRIPS,
    a_whole_map,
    add,
    an_initiative,
    arrows,
    better,
    draw,
    key,
    path,
)


def test_a_map_is_drawn_by_forms_from_nothing_to_whole(kari):
    initiative = an_initiative(kari)
    reads = Reader(kari)
    page = reads.opens(path(initiative))
    assert page.shows("Nothing in the map yet")
    trips = better(initiative, TRIPS)

    page = reads.sends(path(initiative, "nytt/"), kind="change", label=DRIVES)
    assert page.shows("It stands in the map.")
    assert page.answer("source") == key(DRIVES)
    page = reads.sends(path(initiative, "pil/"), source=key(DRIVES), target=trips)
    assert page.shows("The arrow is drawn.")
    assert page.shows(f"Why does «{TRIPS}» matter?")
    page = reads.sends(path(initiative, "nytt/"), kind="objective", label=HOME)
    assert page.answer("target") == key(HOME)
    reads.sends(path(initiative, "pil/"), source=trips, target=key(HOME))
    page = reads.sends(path(initiative, "nytt/"), kind="enabler", label=SCREEN)
    page = reads.sends(path(initiative, "pil/"), source=key(SCREEN), target=key(DRIVES))

    assert page.shows("The map hangs together")
    assert arrows() == [
        f"{TRIPS} → {HOME}", f"{DRIVES} → {TRIPS}", f"{SCREEN} → {DRIVES}",
    ]  # fmt: skip
    assert Entry.objects.filter(verb__startswith="map.").count() == 6


def test_the_picture_and_the_list_say_the_same(kari, siri):
    initiative = a_whole_map(kari)
    page = Reader(siri).opens(path(initiative))

    [picture] = page.all("svg", role="img")
    for title in ("What we do", "What people do differently", "What gets better", "Why it matters"):
        assert title in picture.text
    [told] = [element for element in page.root if element.get("class") == "map-list"]
    for text in (SCREEN, DRIVES, TRIPS, HOME):
        assert " ".join(text.split()) in told.text
        assert all(word in picture.text for word in text.split())
    assert len([one for one in picture if one.get("class") == "map-box"]) == 4
    assert len([one for one in picture if one.get("class") == "map-arrow"]) == 3
    assert not page.asks_for


def test_each_step_stands_under_what_leads_to_it(kari):
    page = Reader(kari).opens(path(a_whole_map(kari)))

    [told] = [element for element in page.root if element.get("class") == "map-list"]
    lists = [told]
    while inner := [element for element in lists[-1] if element.name == "ul"]:
        lists.append(inner[0])
    firsts = [next(element for element in one if element.name == "li").text for one in lists]
    assert [
        text in first for text, first in zip((SCREEN, DRIVES, TRIPS, HOME), firsts, strict=True)
    ]
    assert len(lists) == 4


def test_what_has_two_reasons_is_told_once_and_named_after(kari):
    initiative = a_whole_map(kari)
    other = add(initiative, "enabler", "Vi lærer opp superbrukere", kari.acting)
    draw(initiative, kari.acting, other, key(DRIVES))
    page = Reader(kari).opens(path(initiative))

    [told] = [element for element in page.root if element.get("class") == "map-list"]
    assert told.text.count(DRIVES) == 2
    assert told.text.count("told above") == 1
    assert told.text.count(TRIPS) == 1
    [link] = [one for one in told if one.name == "a"]
    assert page.part(link.get("href").removeprefix("#")).text.startswith("What people do")


def test_a_benefit_is_in_the_map_by_itself_and_drawn_as_loose(kari):
    initiative = an_initiative(kari)
    better(initiative, TRIPS)
    page = Reader(kari).opens(path(initiative))

    [picture] = page.all("svg", role="img")
    looks = [one.get("data-look") for one in picture if one.get("class") == "map-box"]
    assert sorted(looks) == ["benefit", "missing", "missing"]
    dotted = [one for one in picture if one.get("data-look") == "missing" and one.name == "path"]
    assert len(dotted) == 2
    assert page.shows("No change leads to it yet.")
    assert page.shows("It leads to no objective yet.")
    assert not MapNode.objects.exists()


def test_a_text_is_changed_and_a_place_is_taken_out_with_its_arrows(kari):
    a_whole_map(kari)
    node = MapNode.objects.get(label=DRIVES)
    reads = Reader(kari)
    page = reads.opens(f"/kart/{node.pk}/")

    page = reads.sends(f"/kart/{node.pk}/", label="De ringer først", was=page.answer("was"))
    assert page.shows("Saved.")
    assert page.shows("De ringer først")
    page = reads.sends(f"/kart/{node.pk}/fjern/")
    assert page.shows("It is out of the map.")
    assert arrows() == [f"{TRIPS} → {HOME}"]
    assert page.shows(f"This benefit hangs on no change: «{TRIPS}».")


def test_an_arrow_is_taken_away_from_either_end(kari):
    initiative = a_whole_map(kari)
    benefit = MapNode.objects.get(kind="benefit")
    reads = Reader(kari)
    page = reads.opens(f"/kart/{benefit.pk}/")
    assert "label" not in page.asks_for
    edge = MapEdge.objects.get(target=benefit)
    page = reads.sends(f"/kart/pil/{edge.pk}/fjern/")

    assert page.path == path(initiative)
    assert page.shows("The arrow is taken away.")
    assert arrows() == [f"{TRIPS} → {HOME}", f"{SCREEN} → {DRIVES}"]


def test_the_second_to_change_a_text_is_told_what_it_says_now(kari, anne):
    a_whole_map(kari)
    node = MapNode.objects.get(label=DRIVES)
    reads = Reader(kari)
    Reader(anne).sends(f"/kart/{node.pk}/", label="Fra Anne", was=DRIVES)

    page = reads.sends(f"/kart/{node.pk}/", label="Fra Kari", was=DRIVES)
    assert "it now says «Fra Anne»" in page.errors["label"]
    assert page.answer("label") == "Fra Kari"
    page = reads.sends(f"/kart/{node.pk}/", label="Fra Kari", was=page.answer("was"))
    assert page.shows("Saved.")
    assert MapNode.objects.get(pk=node.pk).label == "Fra Kari"


def test_what_was_taken_out_meanwhile_is_said_to_be_gone(kari):
    initiative = a_whole_map(kari)
    gone, there = key(DRIVES), key(HOME)
    MapNode.objects.get(label=DRIVES).delete()

    page = Reader(kari).sends(path(initiative, "pil/"), source=gone, target=there)
    assert page.errors == {"source": "It is not in the map any more."}


@pytest.mark.parametrize("who", ["rune", "siri", None])
def test_others_read_a_shared_map_and_change_nothing(kari, who, request):
    initiative = a_whole_map(kari)
    reads = Reader(request.getfixturevalue(who) if who else None)
    node, before = MapNode.objects.get(label=DRIVES), arrows()

    assert reads.opens(path(initiative)).status == 200
    for address in (path(initiative, "nytt/"), path(initiative, "pil/"), f"/kart/{node.pk}/"):
        reads.sends(address, kind="change", label="x", source=key(SCREEN), target=key(HOME))
    reads.sends(f"/kart/{node.pk}/fjern/")
    reads.sends(f"/kart/pil/{MapEdge.objects.first().pk}/fjern/")
    assert arrows() == before
    assert MapNode.objects.count() == 4


def test_a_map_that_is_not_shared_is_not_there_for_others(kari, siri):
    initiative = a_whole_map(kari, scope="own")

    assert Reader(siri).opens(path(initiative)).status == 404


def test_a_stopped_initiative_keeps_its_map_as_it_is(kari):
    initiative = a_whole_map(kari)
    type(initiative).objects.update(stage="stopped", stopped_reason="Pengene tok slutt.")
    page = Reader(kari).opens(path(initiative))

    assert page.shows(TRIPS)
    assert not page.asks_for
    assert Reader(kari).sends(path(initiative, "nytt/"), kind="change", label="x").status == 404


def test_a_very_long_chain_is_told_to_its_end(kari):
    initiative = an_initiative(kari)
    keys = [better(initiative, f"Gevinst {number}") for number in range(60)]
    draw(initiative, kari.acting, *keys)
    page = Reader(kari).opens(path(initiative))

    assert page.status == 200
    assert page.shows("Gevinst 59")


# --- what is counted ------------------------------------------------------------------------------


def test_the_page_says_what_is_counted_and_what_is_a_step_on_the_way(kari):
    initiative = a_whole_map(kari)
    cheaper = better(initiative, "Lavere leiebilkostnader")
    draw(initiative, kari.acting, key(TRIPS), cheaper)
    page = Reader(kari).opens(path(initiative))

    counted, steps = [fact.text for fact in page.all("dd")]
    assert counted == "Lavere leiebilkostnader"
    assert steps == f"{TRIPS} leads to «Lavere leiebilkostnader»"


def test_benefits_that_lead_to_others_are_told_for_sums(kari):
    initiative, elsewhere = a_whole_map(kari), a_whole_map(kari)
    one, two, three = (better(initiative, name) for name in ("Én", "To", "Tre"))
    draw(initiative, kari.acting, one, two, three)
    draw(initiative, kari.acting, one, three)
    ids = [int(name.removeprefix("benefit-")) for name in (one, two, three)]

    found = promising.leads_to([initiative.pk])
    assert [found[pk] for pk in ids] == [{ids[1], ids[2]}, {ids[2]}, set()]
    assert set(found).isdisjoint(promising.leads_to([elsewhere.pk]))
    assert promising.leads_to([]) == {}


def test_a_benefit_leads_to_another_by_way_of_other_places(kari):
    """No arrow leads back today; sums follow the arrows all the same."""
    initiative = an_initiative(kari)
    one, two = better(initiative, "Én"), better(initiative, "To")
    between = add(initiative, "objective", "Imellom", kari.acting)
    draw(initiative, kari.acting, one, between)
    draw(initiative, kari.acting, two, between)
    MapEdge.objects.filter(source__benefit__name="To").delete()
    MapEdge.objects.create(
        source=MapNode.objects.get(label="Imellom"), target=MapNode.objects.get(benefit__name="To")
    )

    ids = [int(name.removeprefix("benefit-")) for name in (one, two)]
    assert promising.leads_to([initiative.pk])[ids[0]] == {ids[1]}
