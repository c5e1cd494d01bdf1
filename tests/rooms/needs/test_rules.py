"""What holds for a need, rule by rule."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.lib import Acting, Refused
from stafett.lib.text import folded
from stafett.needs import rules
from stafett.needs.catalogue import packaged_words
from stafett.organisations.models import RoleKind

OURS, THEIRS, REGION, NETWORK = 1, 2, 10, 11
KARI, ANOTHER = 100, 101
KEEPERS = {"leader", "initiative_lead", "regional_coordinator", "chief_executive", "administrator"}


@dataclass
class Told:
    """A need as rules see it, told well enough unless a story says otherwise."""

    problem: str = "Vi kjører ut medisin åtte ganger om dagen."
    affected_group: str = "140 brukere"
    today: str = "8 turer om dagen"
    evidence: str = ""
    heard_count: int | None = 3
    null_alternative: str = "Det blir flere turer."
    null_worsens: bool | None = True


# --- R01: no idea before problem, affected group and today's level -----------------------------


@pytest.mark.parametrize("lacking", ["problem", "affected_group", "today"])
def test_r01_no_idea_is_attached_while_something_is_missing(lacking):
    need = Told(**{lacking: ""})

    assert rules.missing_before_ideas(need) == [lacking]
    with pytest.raises(Refused, match="before anybody suggests"):
        rules.check_may_carry_ideas(need)


def test_r01_an_idea_may_come_once_all_three_are_told():
    rules.check_may_carry_ideas(Told(heard_count=None, null_alternative=""))


@pytest.mark.parametrize(
    ("heard", "missing"), [(None, ["heard_count"]), (0, ["heard_count"]), (1, [])]
)
def test_the_leg_asks_whether_somebody_was_heard(heard, missing):
    assert rules.missing_before_tests(Told(heard_count=heard)) == missing


# --- R02: no product in the problem ------------------------------------------------------------

FORMS = [
    ("chatbot", "Innbyggerne vil ha chatboten om kvelden."),
    ("chatbot", "Chatbots svarer ikke."),
    ("chatbot", "Innbyggjarane ventar på chatbotane."),
    ("chat", "Vi tenker at chatten skal svare."),
    ("app", "Vi må ha en APP!"),
    ("app", "Vi trenger flere apper, gjerne appenes brukere."),
    ("robot", "Robotane våre står stille."),
    ("robot", "Det er robotens skyld."),
    ("plattform", "Plattforma er treg."),
    ("plattform", "Alle plattformene er trege."),
    ("program", "Programmet stopper, og programma er gamle."),
    ("drone", "Dronar ser etter saueflokken."),
    ("drone", "Dronen ser etter sauene, dronene med."),
    ("skyteneste", "Skytenestene er nede."),
    ("medisindispenser", "Medisindispensere og medisindispenserne piper."),
    ("digital tvilling", "Vi vil ha digitale tvillinger av rørene."),
    ("kunstig intelligens", "Vi vil bruke kunstig\nintelligens."),
    ("e-lås", "Vi har 30 e-låser."),
    ("KI", "KI-en skal svare, sier KIs venner."),
    ("Ærfugl", "Vi må bytte ut ÆRFUGL."),
    ("Public 360", "Alt ligger i public 360."),
    ("Kárášjohka-portalen", "Alt ligger i karasjohka-portalen."),
]
NOT_FORMS = [
    ("app", "Appellen ble holdt ved oppstilling, og apparatet sto stille."),
    ("app", "Vi kapper løvet og tapper vannet."),
    ("robot", "Robotikkfaget er nytt på skolen."),
    ("KI", "De får et førstehjelpskit og et skikit, og kit til alle."),
    ("AI", "Fly Air har en aire."),
    ("VR", "Vrangt og vrient."),
    ("drone", "Dronningen kommer på dronninggaten."),
    ("Excel", "Det var en excellent dag."),
    ("chat", "Chateauet ligger ved vannet."),
    ("portal", "Det er aportalt."),
    ("program", "Vi er proaktive."),
    ("Teams", "Teamet møtes hver dag."),
]


@pytest.mark.parametrize(("word", "text"), FORMS)
def test_r02_finds_a_word_in_all_its_forms(word, text):
    assert rules.products_in(text, [word]) == [word]


@pytest.mark.parametrize(("word", "text"), NOT_FORMS)
def test_r02_raises_no_false_alarm(word, text):
    assert rules.products_in(text, [word]) == []


@given(
    word=st.sampled_from(packaged_words()),
    before=st.text(" .,;«(\n"),
    after=st.text(" .,;»)!\n"),
    change=st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str]),
)
def test_r02_finds_every_packaged_word_whatever_stands_round_it(word, before, after, change):
    assert word in rules.products_in(f"Vi vil ha {before}{change(word)}{after}", packaged_words())


def test_r02_the_packaged_words_are_words_and_stand_once():
    words = [folded(word) for word in packaged_words()]

    assert len(words) == len(set(words))
    for word in packaged_words():
        rules.check_word(word)


EVERYDAY = """
    Tre medarbeidere taster inn fakturaer for hånd. Hver tiende må tas om igjen.
    Foreldra ringjer oss 60 gonger kvar måndag om skulebussen, og vi slår opp i same lista.
    Hjemmetjenesten kjører ut medisin åtte ganger om dagen til 140 hjem.
    Byggesaken ligger i tre uker fordi ingen vet hvem som har den.
    Pårørande får ikkje tak i nokon etter klokka tre.
    Vi leiter etter rullestoler og senger i kjelleren to timer hver uke.
    Elevene mister 40 minutter på skyss, og de minste fryser på holdeplassen.
    Appellen fra verneombudet ble ikke hørt; apparatene er for gamle.
    Vikarene får ikke nøkkel, og kilometrene løper.
    Dei som flyttar inn må skrive det same på fire papir.
    Saksbehandlere skriver av det samme i to systemer, og kontrollerer for hånd.
    Kirkens portner og parkens gartner deler en sykkel.
    Innbyggerne møter fire dører. Ingen teamleder svarer.
"""


@pytest.mark.parametrize("text", EVERYDAY.strip().splitlines())
def test_r02_everyday_problems_name_no_product(text):
    assert rules.products_in(text, packaged_words()) == []


@pytest.mark.parametrize("word", ["", "a", "´", "-", "\u0301", "…!", "x-"])
def test_r02_a_word_that_would_stand_in_every_text_is_refused(word):
    with pytest.raises(Refused, match="at least two letters") as refused:
        rules.check_word(word)
    assert refused.value.field == "word"


def test_r02_says_which_words_and_what_to_do():
    warning = rules.solution_hides(["app", "Visma"])

    assert (warning.rule, "app, Visma" in warning.says) == ("R02", True)
    assert rules.solution_hides([]) is None


# --- R04: what happens if nothing is done ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "worsens", "warns"),
    [
        ("", None, True),
        ("Det blir verre.", None, True),
        ("", True, True),
        ("Det blir verre.", True, False),
        ("Det blir som det er.", False, False),
    ],
)
def test_r04_warns_until_it_is_told_what_happens_if_nothing_is_done(text, worsens, warns):
    need = Told(null_alternative=text, null_worsens=worsens)
    standing = rules.warnings(need, found=[], passed=[])

    assert [warning.rule for warning in standing] == ["R04"] * warns


@pytest.mark.parametrize(
    ("passed", "standing"),
    [([], ["R02", "R04"]), (["R02"], ["R04"]), (["R04"], ["R02"]), (["R04", "R02"], [])],
)
def test_a_warning_stands_until_it_is_passed(passed, standing):
    need = Told(null_alternative="")

    assert [row.rule for row in rules.warnings(need, ["app"], passed)] == standing


@pytest.mark.parametrize(("warned", "reason", "refused"), [(1, "", 1), (1, "Ja", 0), (0, "", 0)])
def test_a_warning_is_passed_with_a_reason(warned, reason, refused):
    warning = rules.solution_hides(["app"] * warned)
    if refused:
        with pytest.raises(rules.MissingReason) as missing:
            rules.check_reason_given(warning, reason)
        assert missing.value.field == "reason"
    else:
        rules.check_reason_given(warning, reason)


# --- who may -----------------------------------------------------------------------------------


def _acting(kind, organisation_id=OURS, person_id=ANOTHER):
    return Acting(person_id=person_id, role_id=1, role_kind=kind, organisation_id=organisation_id)


def test_the_table_below_knows_every_role():
    assert set(RoleKind.values) >= KEEPERS == rules.KEEPERS


@pytest.mark.parametrize("kind", RoleKind.values)
@pytest.mark.parametrize(
    ("organisation_id", "person_id", "expected"),
    [
        (OURS, KARI, lambda kind: True),
        (OURS, ANOTHER, lambda kind: kind in KEEPERS),
        (THEIRS, ANOTHER, lambda kind: False),
        (THEIRS, KARI, lambda kind: False),  # Kari wrote it, and works elsewhere now
    ],
)
def test_the_writer_and_the_keepers_of_the_same_organisation_may_change(
    kind, organisation_id, person_id, expected
):
    by = _acting(kind, organisation_id, person_id)

    assert rules.may_change(by, organisation_id=OURS, registered_by_id=KARI) is expected(kind)


def test_who_has_no_role_may_nothing():
    nobody, roleless = Acting(), Acting(person_id=KARI)
    for by in (nobody, roleless):
        assert not rules.may_change(by, organisation_id=OURS, registered_by_id=by.person_id)
        assert not rules.may_keep_catalogue(by)
        for check in (rules.check_may_register, lambda by: rules.check_same_elsewhere(by, OURS)):
            with pytest.raises(rules.NotTheirs, match="no role"):
                check(by)


@pytest.mark.parametrize(
    ("scope", "group_id", "allowed"),
    [
        ("own", None, True),
        ("public", None, True),
        ("region", REGION, True),
        ("network", NETWORK, False),
        ("region", NETWORK, False),
        ("region", None, False),
    ],
)
def test_one_shares_with_the_groups_one_belongs_to(scope, group_id, allowed):
    if allowed:
        rules.check_can_share(scope, group_id, [OURS, REGION])
    else:
        with pytest.raises(Refused) as refused:
            rules.check_can_share(scope, group_id, [OURS, REGION])
        assert refused.value.field == "shared_with"


@pytest.mark.parametrize(("waiting", "room"), [(0, True), (29, True), (30, False), (31, False)])
def test_thirty_contributions_wait_and_no_more(waiting, room):
    if room:
        rules.check_room_for_more(waiting)
    else:
        with pytest.raises(Refused, match=f"{waiting} contributions wait"):
            rules.check_room_for_more(waiting)
