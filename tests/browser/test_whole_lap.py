"""One whole lap: six people in two municipalities and a region, by mouse and by keyboard alone.

From a need in one head to a benefit that is measured, and told to others. Nobody looks for a
page: each goes where the box with the next step, or home, leads.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.organisations.models import RoleKind
from tests import factories
from tests.browser.hands import Keyboard, Mouse
from tests.cast import _cast

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=60)
STARTS = TODAY - timedelta(days=45)
NEED = "Nattevaktene vekker folk for å se at de sover"
IDEA = "Digitalt tilsyn hos tre, i fjorten netter"
TITLE = "Digitalt tilsyn om natta"
YARDSTICK = "Tilsyn per natt"
GETS_BETTER = "Færre blir vekket"


@pytest.fixture
def people(region, fjordvik, kari, rune):
    """Six people: four in Fjordvik, one who leads Kvitedal, one in the region."""
    kvitedal = factories.OrganisationFactory(name="Kvitedal")
    factories.MembershipFactory(group=region, member=kvitedal)
    factories.UnitFactory(organisation=fjordvik, name="Hjemmetjenesten")
    return {
        "jonas": _cast("Jonas Haugen", fjordvik, RoleKind.EMPLOYEE),
        "kari": kari,
        "ingrid": _cast("Ingrid Solbakken", fjordvik, RoleKind.CHIEF_EXECUTIVE),
        "perarne": _cast("Perarne Moen", fjordvik, RoleKind.UNION_REP),
        "gunnhild": _cast("Gunnhild Bakke", kvitedal, RoleKind.CHIEF_EXECUTIVE),
        "rune": rune,
    }


@pytest.mark.parametrize("hand", [Mouse, Keyboard])
def test_a_lap_from_a_need_to_a_measured_benefit(screen, people, national_figures, hand):
    at = {name: hand(screen()) for name in people}
    for name, somebody in people.items():
        at[name].screen.sign_in(somebody.person)
    lap = Lap(**at)
    lap.jonas_tells_a_need()
    lap.gunnhild_has_it_too()
    lap.jonas_tests_an_idea()
    lap.rune_describes_a_solution()
    lap.rune_says_what_gets_better()
    lap.both_join()
    lap.people_are_brought_in()
    lap.both_read_it_before_and_promise()
    lap.rune_brings_it_to_a_roadmap_and_chooses_it()
    lap.rune_hands_two_batons_over()
    lap.fjordvik_prepares_and_accepts()
    lap.kvitedal_returns_it()
    lap.kari_changes_how_people_work()
    lap.kari_reads_it_again_and_says_what_came_of_it()
    lap.rune_reads_it_all()
    lap.rune_tells_others()


class Lap:
    """Each leg, as somebody runs it."""

    def __init__(self, jonas, kari, ingrid, perarne, gunnhild, rune) -> None:
        self.jonas, self.kari, self.ingrid = jonas, kari, ingrid
        self.perarne, self.gunnhild, self.rune = perarne, gunnhild, rune
        self.need = self.round = ""

    # --- the need and the test ---------------------------------------------------------------

    def jonas_tells_a_need(self):
        jonas = self.jonas
        jonas.presses("Tell about a need")
        jonas.writes("In a few words", NEED)
        jonas.writes("What is the problem?", "Vi går inn til 41 om natta. De fleste våkner.")
        jonas.writes("Who is affected?", "41 som bor hjemme, og sju nattevakter")
        jonas.writes("How is it today?", "41 tilsyn per natt, tolv minutter på hvert")
        jonas.ticks("Fjordvikregionen")
        jonas.unfolds("More: who was heard")
        jonas.writes("How many people who live with the problem", "9")
        jonas.presses("Register the need")
        jonas.sees("h1", NEED)
        self.need = jonas.address

    def gunnhild_has_it_too(self):
        gunnhild = self.gunnhild
        gunnhild.opens(self.need)
        gunnhild.presses("We have this too")
        gunnhild.writes("How is it with you?", "Vi går inn til 17.")
        gunnhild.presses("We have this too")
        gunnhild.sees("#same", "Vi går inn til 17.")

    def jonas_tests_an_idea(self):
        jonas = self.jonas
        jonas.opens(self.need)
        jonas.presses("Plan a test")
        jonas.writes("What do you want to try?", IDEA)
        jonas.writes("What do you think will happen", "De sover, og vi ser når noen står opp.")
        jonas.writes("What do you count?", "Netter der ingen ble vekket")
        jonas.ticks("how many of those who took part")
        jonas.writes("How much, for the idea", "50")
        jonas.writes("What do you expect?", "80")
        jonas.writes("How many will you count?", "20")
        jonas.presses("Keep the plan")
        for step in ("Lock and begin", "Lock and begin", "Write what happened"):
            jonas.presses(step)
        jonas.writes("How many did you count?", "20")
        jonas.writes("How many of them did it?", "19")
        jonas.presses("Save the result")
        jonas.presses("Decide")
        jonas.ticks("use it")
        jonas.writes("Why?", "Det virket.")
        jonas.writes("What have you learned", "La folk velge selv.")
        jonas.presses("Save the decision")
        jonas.sees("main", "The demand is met")

    # --- the solution ------------------------------------------------------------------------

    def rune_describes_a_solution(self):
        rune = self.rune
        rune.opens(self.need)
        rune.presses("Describe a solution")
        rune.writes("What do you call it?", TITLE)
        rune.writes("What will you do?", "En sensor sier fra. Vi slutter med faste tilsyn.")
        rune.ticks(IDEA)
        rune.ticks("Fjordvikregionen and its members")
        rune.writes("How many change how they work?", "30")
        rune.presses("Begin the initiative")
        rune.writes("What exactly?", "Faste tilsyn der vi går inn, ser og går igjen")
        rune.picks("What kind of thing?", "a step in the work")
        rune.picks("Whose time does it take?", "staff")
        rune.presses("Save it")
        rune.presses("Say what it costs")
        for kind in ("licences and equipment", "training", "the dip", "operation"):
            rune.presses(f": {kind}")
        rune.presses("Back to the initiative")
        rune.sees("#leg-test", "19 of 20")
        self.round = rune.address

    def rune_says_what_gets_better(self):
        rune = self.rune
        rune.presses("Describe a benefit")
        rune.presses("Describe a benefit")
        rune.presses("Define an indicator")
        rune.writes("What is measured?", YARDSTICK)
        rune.writes("Unit", "tilsyn")
        rune.picks("Which way is better?", "less is better")
        rune.writes("How is it measured?", "Nattevaktene fører liste i to uker.")
        rune.writes("Where does the figure come from?", "Listene")
        rune.writes("Whom or what does it cover?", "Alle med tilsyn om natta")
        rune.picks("Who measures by it?", "standard for our members")
        rune.presses("Save")
        rune.writes("What gets better?", GETS_BETTER)
        rune.ticks("increased quality")
        rune.picks("How is it measured?", YARDSTICK)
        rune.presses("Save the benefit")
        rune.presses("All benefits of the initiative")
        rune.presses("We have looked and found none")

    def both_join(self):
        for somebody in (self.kari, self.gunnhild):
            somebody.opens(self.round)
            somebody.is_led_by("has not said whether it joins")
            somebody.presses("Answer")
            somebody.ticks("yes, we join")
            somebody.presses("Send the answer")

    def people_are_brought_in(self):
        perarne, kari, gunnhild = self.perarne, self.kari, self.gunnhild
        for somebody, kind, view in (
            (perarne, "consulted", "Vi vil ikke bli færre på vakt."),
            (gunnhild, "talked with", ""),
        ):
            somebody.opens(self.round)
            somebody.is_led_by("have not been brought in")
            somebody.presses("Note who was told or asked")
            somebody.picks("What happened?", kind)
            somebody.writes("With whom?", "Nattevaktene")
            somebody.dates("When?", TODAY)
            somebody.writes("What did they say?", view)
            somebody.sends("Note it")
        kari.opens("/")
        kari.presses("Answer")
        kari.writes("What do you answer?", "Ingen blir borte. Tida går til dem som ringer.")
        kari.presses("Answer")
        kari.presses("Back to the initiative")

    def both_read_it_before_and_promise(self):
        for somebody, name, before, low, likely, high in (
            (self.kari, "Kari Nes", "41", "8", "12", "20"),
            (self.gunnhild, "Gunnhild Bakke", "17", "4", "6", "10"),
        ):
            somebody.opens(self.round)
            somebody.is_led_by("Nobody here has promised")
            somebody.presses("Promise on it")
            somebody.presses("Note a reading")
            somebody.writes(YARDSTICK, before)
            somebody.dates("Period from", BEFORE)
            somebody.dates("Period to", BEFORE)
            somebody.presses("Save")
            somebody.picks_first("What did it read before?")
            somebody.writes("What do you hope it will read?", likely)
            somebody.writes("At the lowest", low)
            somebody.writes("At the highest", high)
            somebody.dates("When does the effect start?", STARTS)
            somebody.picks("Who owns the benefit here?", name)
            somebody.ticks("used for something else")
            somebody.writes("For what, in a few words?", "Nattevaktene er der det trengs.")
            somebody.unfolds("More: unit")
            somebody.writes("How many months between readings?", "1")
            somebody.presses("Keep the promise, and ask the owner")
            somebody.presses("Look once more, and say yes")
            somebody.presses("Yes, I own this")

    # --- the roadmap and the batons ----------------------------------------------------------

    def rune_brings_it_to_a_roadmap_and_chooses_it(self):
        rune = self.rune
        rune.opens(self.round)
        rune.is_led_by("told well enough to be weighed")
        rune.presses("Draw up a roadmap")
        rune.writes("What is it called?", "Veikart for regionen")
        rune.writes("How many kroner may be spent each year?", "500000")
        rune.presses("Draw it up")
        rune.presses("Bring a solution here")
        rune.picks("Which solution?", TITLE)
        rune.presses("Make it a candidate")
        rune.presses("Choose")

    def rune_hands_two_batons_over(self):
        rune = self.rune
        rune.opens("/")
        for name in ("Fjordvik", "Kvitedal"):
            rune.presses("Prepare a baton")
            rune.presses("Prepare a baton")
            rune.picks("Who receives the baton?", name)
            rune.writes("What support do you give?", "Opplæring og en å ringe til")
            rune.dates("Until when?", TODAY + timedelta(days=200))
            rune.presses("Save")
            rune.presses("Offer the baton")
            rune.presses("Offer the baton")
            rune.opens(self.round)

    def fjordvik_prepares_and_accepts(self):
        self.prepares(self.kari, "Kari Nes")
        ingrid = self.ingrid
        ingrid.opens("/")
        ingrid.presses("Answer")
        ingrid.ticks("We accept the baton")
        ingrid.presses("Sign and send")
        ingrid.sees("main", "Accepted. The receipt holds what you signed.")

    def prepares(self, somebody, name):
        """Meet the points that are missing, one by one, as the baton's page leads."""
        somebody.opens("/")
        somebody.presses("See what is missing")
        somebody.is_led_by("Point 4 is missing")
        somebody.presses("Mend it")
        somebody.writes("What do you stop doing?", "Faste tilsyn der vi vekker folk")
        somebody.writes("What do people do instead?", "Vi drar når noe skjer")
        somebody.picks("Who sees to it?", name)
        somebody.dates("From when?", TODAY)
        somebody.presses("Save")
        somebody.is_led_by("the people concerned have been asked")
        somebody.presses("Mend it")
        somebody.writes("How many did you ask?", "7")
        somebody.writes("How many of them see the use of it?", "6")
        somebody.presses("Save it")
        somebody.is_led_by("Point 5 is missing")
        somebody.presses("Mend it")
        somebody.writes("Whose time goes into this?", "To nattevakter")
        somebody.writes("How many hours in all?", "60")
        somebody.writes("How much money is set aside?", "0")
        somebody.presses("Save")

    def kvitedal_returns_it(self):
        gunnhild, rune = self.gunnhild, self.rune
        gunnhild.opens("/")
        gunnhild.presses("Answer")
        gunnhild.ticks("We return it")
        gunnhild.writes("If you return it", "Vi har ikke dekning inst i dalen.")
        gunnhild.presses("Sign and send")
        rune.opens("/")
        rune.presses("Look at the reason")
        rune.sees("main", "Vi har ikke dekning inst i dalen.")

    # --- the new practice, and what came of it -----------------------------------------------

    def kari_changes_how_people_work(self):
        kari = self.kari
        kari.opens("/")
        kari.presses("Say that it is done")
        kari.presses("Say that it is done")
        kari.presses("Say that the new practice is in place")
        kari.is_led_by("Read the same yardsticks again.")
        kari.presses("See the initiative")

    def kari_reads_it_again_and_says_what_came_of_it(self):
        kari = self.kari
        kari.is_led_by("can be read now")
        kari.presses("Read it now")
        kari.writes(YARDSTICK, "11")
        kari.presses("Save")
        kari.opens(self.round)
        kari.is_led_by("nobody has said what came of it")
        kari.presses("Say what came of it")
        kari.ticks("realised")
        kari.writes("How do you know?", "11 tilsyn per natt, mot 41 før.")
        kari.ticks("nothing we know of")
        kari.presses("Save the conclusion")

    def rune_reads_it_all(self):
        rune = self.rune
        rune.opens(self.round)
        rune.sees("#leg-benefit", "Measured in 1 of 2 municipalities.")
        rune.sees("#leg-learning", "1 of 1 promise that is concluded, was realised.")

    def rune_tells_others(self):
        rune = self.rune
        rune.presses("Write the case")
        rune.ticks("gave what we hoped for")
        rune.writes("And in your own words?", "Folk sover. Nattevaktene drar når noe skjer.")
        rune.writes("What did not work?", "Dekningen inst i dalen glemte vi.")
        rune.presses("Keep the draft")
        rune.presses("Choose figures and publish")
        rune.presses("Publish")
        rune.opens(self.round)
        rune.sees("#leg-learning", TITLE)
        rune.sees(".eyebrow", "Learning")
