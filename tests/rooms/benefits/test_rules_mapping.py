"""The rules of the map: what breaks each, what it says, and the way out."""

from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.models import MapNode, PassedWarning
from stafett.benefits.queries import mapping as queries
from stafett.benefits.rules import mapping as rules
from stafett.lib import Refused
from stafett.organisations.models import Parameter
from tests.factories import LONG_AGO, TODAY
from tests.pages import Reader
from tests.rooms.benefits.maps import (
    DRIVES,
    HOME,
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


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


OTHER = "Lavere leiebilkostnader"
CALLS = "De ringer først"


def test_a_map_that_hangs_together_warns_of_nothing(kari):
    assert queries.loose_ends(a_whole_map(kari), TODAY) == []


# --- R09, R10: what hangs loose -------------------------------------------------------------------


def no_change(initiative, by):
    better(initiative, OTHER)
    draw(initiative, by, f"benefit-{_benefit(OTHER)}", key(HOME))


def no_objective(initiative, by):
    better(initiative, OTHER)
    draw(initiative, by, key(DRIVES), f"benefit-{_benefit(OTHER)}")


def no_benefit(initiative, by):
    add(initiative, "enabler", "Vi kjøper et dashbord", by)
    draw(initiative, by, key("Vi kjøper et dashbord"), key(HOME))


def _benefit(name):
    return queries.Benefit.objects.get(name=name).pk


LOOSE = {
    "R09, no change": (
        no_change, "R09", f"This benefit hangs on no change: «{OTHER}».",
        "Draw an arrow to it from what people do differently.", (DRIVES, OTHER),
    ),
    "R09, no objective": (
        no_objective, "R09", f"This benefit leads to no objective: «{OTHER}».",
        "Draw an arrow from it to why it matters.", (OTHER, HOME),
    ),
    "R10, no benefit": (
        no_benefit, "R10", "This leads to no benefit: «Vi kjøper et dashbord».",
        "Draw an arrow on to what gets better, or take it out of the map.",
        ("Vi kjøper et dashbord", DRIVES),
    ),
}  # fmt: skip


@pytest.mark.parametrize("situation", LOOSE)
def test_what_hangs_loose_warns_and_an_arrow_mends_it(kari, situation):
    breaks, rule, says, do, mended_by = LOOSE[situation]
    initiative = a_whole_map(kari)
    breaks(initiative, kari.acting)
    page = Reader(kari).opens(path(initiative))

    [warning] = queries.loose_ends(initiative, TODAY)
    assert (warning.rule, warning.says, warning.do) == (rule, says, do)
    assert page.shows(says)
    assert page.shows(do)

    page = Reader(kari).sends(
        path(initiative, "pil/"), source=key(mended_by[0]), target=key(mended_by[1])
    )
    assert not page.shows(says)
    assert page.shows("The map hangs together")
    assert queries.loose_ends(initiative, TODAY) == []


@pytest.mark.parametrize("situation", LOOSE)
def test_what_hangs_loose_can_stand_with_a_reason_that_everybody_reads(kari, siri, situation):
    breaks, rule, says, _do, _mended_by = LOOSE[situation]
    initiative = a_whole_map(kari)
    breaks(initiative, kari.acting)
    reads, address = Reader(kari), path(initiative, f"advarsel/{rule}/")
    assert reads.opens(address).shows(says)

    page = reads.sends(address, reason="")
    assert says in page.errors["reason"]
    page = reads.sends(address, reason="Vi venter på kommunestyret.")
    assert page.path == path(initiative)
    assert not page.shows(says)
    assert Reader(siri).opens(path(initiative)).shows("Vi venter på kommunestyret.")
    assert queries.loose_ends(initiative, TODAY) == []
    page = reads.sends(address, reason="En gang til.")
    assert "does not warn any more" in page.summary[0]
    assert PassedWarning.objects.get().passed_by_name == "Kari Nes"


def test_several_loose_benefits_are_all_named(kari):
    initiative = an_initiative(kari)
    names = [f"Gevinst {number}" for number in range(12)]
    for name in names:
        better(initiative, name)

    says = queries.loose_ends(initiative, TODAY)[0].says
    assert says.startswith("These benefits hang on no change: «Gevinst 0», «Gevinst 1»")
    assert all(f"«{name}»" in says for name in names)


def test_a_benefit_hangs_on_a_change_by_way_of_another_benefit(kari):
    initiative = a_whole_map(kari)
    better(initiative, OTHER)
    draw(initiative, kari.acting, key(TRIPS), f"benefit-{_benefit(OTHER)}", key(HOME))

    assert queries.loose_ends(initiative, TODAY) == []


def test_a_disbenefit_serves_no_objective_and_is_not_asked_to(kari):
    initiative = a_whole_map(kari)
    worse = better(initiative, "Noen føler seg overvåket", is_disbenefit=True)
    draw(initiative, kari.acting, key(DRIVES), worse)

    assert queries.loose_ends(initiative, TODAY) == []


def test_on_the_light_track_the_map_is_offered_and_warns_of_nothing(kari):
    for name in ("light_cost", "light_staff"):
        Parameter.objects.create(
            organisation=kari.home, name=name, value=9, valid_from=LONG_AGO, source="Vedtak"
        )
    initiative = an_initiative(kari, staff_count=2)
    better(initiative, TRIPS)
    page = Reader(kari).opens(path(initiative))

    assert queries.loose_ends(initiative, TODAY) == []
    assert not page.shows("hangs on no change")
    assert page.shows("No change leads to it yet.")


# --- R10: forwards, and in no circle --------------------------------------------------------------


def backwards(initiative):
    return key(HOME), key(TRIPS)


def to_itself(initiative):
    return key(DRIVES), key(DRIVES)


def once_more(initiative):
    return key(DRIVES), key(TRIPS)


def in_a_circle(initiative):
    return key(OTHER), key(TRIPS)


def in_a_wide_circle(initiative):
    return key(CALLS), key(DRIVES)


REFUSED = {
    "a later kind to an earlier": (backwards, "Turn this one round.", (TRIPS, OTHER)),
    "to itself": (to_itself, "Choose something else than where the arrow begins.", None),
    "an arrow that is there": (once_more, "This arrow is in the map already.", None),
    "a circle of two": (
        in_a_circle,
        f"It would go in a circle: «{OTHER}» → «{TRIPS}» → «{OTHER}». "
        "Take away one of these arrows first.",
        (TRIPS, OTHER),
    ),
    "a circle of three": (
        in_a_wide_circle,
        f"It would go in a circle: «{CALLS}» → «{DRIVES}» → «De planlegger ruten» → «{CALLS}». "
        "Take away one of these arrows first.",
        (DRIVES, "De planlegger ruten"),
    ),
}


@pytest.fixture
def mesh(kari):
    """A whole map in which a benefit leads to a benefit, and a change to a change to a change."""
    initiative = a_whole_map(kari)
    draw(initiative, kari.acting, key(TRIPS), better(initiative, OTHER), key(HOME))
    more = [add(initiative, "change", text, kari.acting) for text in ("De planlegger ruten", CALLS)]
    draw(initiative, kari.acting, key(DRIVES), *more)
    return initiative


@pytest.mark.parametrize("situation", REFUSED)
def test_an_arrow_that_explains_nothing_is_refused_in_words(mesh, kari, situation):
    makes, says, _way_out = REFUSED[situation]
    source, target = makes(mesh)
    before = arrows()

    page = Reader(kari).sends(path(mesh, "pil/"), source=source, target=target)
    assert says in page.errors["target"]
    assert (page.answer("source"), page.answer("target")) == (source, target)
    assert arrows() == before


@pytest.mark.parametrize("situation", ["a circle of two", "a circle of three"])
def test_when_one_of_the_arrows_is_taken_away_the_circle_is_open(mesh, kari, situation):
    makes, _says, (source, target) = REFUSED[situation]
    edge = next(
        edge for edge in queries.MapEdge.objects.all() if str(edge) == f"{source} → {target}"
    )
    reads = Reader(kari)
    reads.sends(f"/kart/pil/{edge.pk}/fjern/")

    new_source, new_target = makes(mesh)
    page = reads.sends(path(mesh, "pil/"), source=new_source, target=new_target)
    assert page.shows("The arrow is drawn.")


def test_the_same_text_stands_once_in_its_column(kari):
    initiative = a_whole_map(kari)
    page = Reader(kari).sends(path(initiative, "nytt/"), kind="change", label=DRIVES.upper())
    assert page.errors == {"label": "This stands in the map already."}

    page = Reader(kari).sends(path(initiative, "nytt/"), kind="enabler", label=DRIVES)
    assert page.shows("It stands in the map.")


def test_a_benefit_is_not_taken_out_of_the_map(kari):
    a_whole_map(kari)
    node = MapNode.objects.get(kind="benefit")

    page = Reader(kari).sends(f"/kart/{node.pk}/fjern/")
    assert page.shows("A benefit stands in the map by itself.")
    assert MapNode.objects.filter(pk=node.pk).exists()


def test_a_map_has_room_for_as_much_as_can_be_read(kari, monkeypatch):
    initiative = a_whole_map(kari)
    monkeypatch.setattr(rules, "MOST_PLACES", 5)
    page = Reader(kari).sends(path(initiative, "nytt/"), kind="change", label=CALLS)
    assert page.shows("It stands in the map.")

    page = Reader(kari).sends(path(initiative, "nytt/"), kind="change", label="Enda en")
    assert page.summary == [
        "There are 5 places in the map: nobody reads more. Take some out first."
    ]
    assert page.answer("label") == "Enda en"


def test_each_rule_says_what_and_why():
    assert [rule.id for rule in rules.RULES] == ["R09", "R10", "R11"]
    assert all(rule.says and rule.why and rule.where for rule in rules.RULES)


# --- laws -----------------------------------------------------------------------------------------


ENDS = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] != ends[1])


@given(st.lists(ENDS, max_size=40))
def test_no_sequence_of_arrows_ever_makes_a_circle(tried):
    drawn, names = set(), {number: str(number) for number in range(8)}
    for arrow in tried:
        source, target = arrow
        if source in rules.reached([target], drawn):
            with pytest.raises(Refused, match="in a circle"):
                rules.check_no_circle(arrow, drawn, names)
        else:
            rules.check_no_circle(arrow, drawn, names)
            drawn.add(arrow)
    assert not any(start in rules.reached([end], drawn) for start, end in drawn)


@given(st.lists(ENDS, max_size=30), ENDS)
def test_the_way_that_is_named_is_a_way(drawn, ends):
    way = rules.shortest_way(drawn, *ends)

    assert set(pairwise(way)) <= set(drawn)
    assert bool(way) == (ends[1] in rules.reached([ends[0]], drawn))
    assert not way or (way[0], way[-1]) == ends
