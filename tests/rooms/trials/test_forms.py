"""What is typed wrongly is refused in words, and stays in the form."""

import pytest

from stafett.trials.models import Result, Trial
from tests.factories import NeedFactory
from tests.pages import Reader
from tests.rooms.trials import stories

HOSTILE = {
    "NUL": ("a\x00b", "Null characters are not allowed"),
    "a megabyte": ("x" * 1_000_000, "at most"),
    "a control sign": ("a\x07b", "signs that cannot be shown"),
}
TEXTS = ("idea", "hypothesis", "measure", "stop_rule", "riskiest_assumption")


@pytest.fixture
def reader(kari):
    return Reader(kari)


@pytest.mark.parametrize("field", ["idea", "hypothesis"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_plan_with_text_that_cannot_be_kept(reader, need, field, kind):
    text, says = HOSTILE[kind]
    page = reader.sends(f"/behov/{need.pk}/test/ny/", stories.PLAN | {field: text})

    assert says in page.errors[field]
    assert stories.PLAN["measure"] in page.source
    assert not Trial.objects.exists()


def test_script_and_turned_text_are_shown_as_text(reader, need):
    hostile = "<script>alert(1)</script> \u202eabc {{ 7|add:7 }}"
    page = reader.sends(f"/behov/{need.pk}/test/ny/", stories.PLAN | dict.fromkeys(TEXTS, hostile))

    assert "<script>alert" not in page.source
    assert "\u202e" not in page.source
    assert page.text.count("<script>alert(1)</script> abc {{ 7|add:7 }}") >= 4


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("threshold", "sytti", "Enter a number"),
        ("threshold", "NaN", "Enter a number"),
        ("threshold", "Infinity", "Enter a number"),
        ("threshold", "1e9999999", "no more than"),
        ("threshold", "66.667", "no more than 2 decimal places"),
        ("threshold", "0", "Choose one in between"),
        ("threshold", "100", "Choose one in between"),
        ("threshold", "-5", "A share is between 0 and 100"),
        ("prediction", "101", "A share is between 0 and 100"),
        ("prediction", "9" * 5000, "no more than"),
        ("planned_n", "0", "greater than or equal to 1"),
        ("planned_n", "-3", "greater than or equal to 1"),
        ("planned_n", "fem", "Enter a whole number"),
        ("planned_n", "9" * 5000, "Enter a whole number"),
        ("planned_n", "99999999", "less than or equal to"),
        ("max_days", "1.5", "Enter a whole number"),
        ("max_cost", "-1", "greater than or equal to 0"),
        ("direction", "sideways", "Select a valid choice"),
        ("unit_kind", "colour", "Select a valid choice"),
    ],
)
def test_a_plan_with_a_number_nobody_can_use(reader, need, field, typed, says):
    page = reader.sends(f"/behov/{need.pk}/test/ny/", stories.PLAN | {field: typed})

    assert says in page.text
    assert stories.PLAN["hypothesis"] in page.source
    assert f'value="{typed}"' in page.source or field in ("direction", "unit_kind")
    assert not Trial.objects.exists()


@pytest.mark.parametrize("typed", ["66,5", "66.5", " 66,50 "])
def test_a_demand_is_read_with_a_comma_and_shown_as_it_was_written(need, kari, typed):
    page = Reader(kari, "nb").sends(
        f"/behov/{need.pk}/test/ny/", stories.PLAN | {"threshold": typed}
    )

    assert "minst 66,5 %" in page.text
    trial = Trial.objects.get()
    form = Reader(kari, "nb").opens(f"/test/{trial.pk}/endre/")
    assert 'value="66,5"' in form.source
    assert 'value="80"' in form.source


def test_a_number_for_each_says_what_it_counts(reader, need):
    page = reader.sends(f"/behov/{need.pk}/test/ny/", stories.MINUTES | {"unit": ""})
    assert "Write what each number counts" in page.text


def test_a_unit_left_behind_is_not_kept_with_a_share(reader, need):
    reader.sends(f"/behov/{need.pk}/test/ny/", stories.PLAN | {"unit": "minutter"})
    assert Trial.objects.get().unit == ""


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"n": "", "successes": "3"}, "Write how many took part."),
        ({"n": "0", "successes": "0"}, "greater than or equal to 1"),
        ({"n": "5", "successes": ""}, "This field is required"),
        ({"n": "5", "successes": "6"}, "0 to 5"),
        ({"n": "fem", "successes": "4"}, "Enter a whole number"),
        ({"n": "5", "successes": "-1"}, "greater than or equal to 0"),
        ({"n": "5,5", "successes": "4"}, "Enter a whole number"),
        ({"n": "5", "successes": "4", "surprises": "a\x00"}, "Null characters"),
        ({"n": "5", "successes": "4", "deviations": "x" * 1_000_000}, "at most"),
    ],
)
def test_a_count_nobody_can_use(reader, at, told, says):
    trial = at("running")
    other = {"surprises": "De lo."} if "surprises" not in told else {}
    page = reader.sends(f"/test/{trial.pk}/resultat/", {**told, **other, "version": trial.version})

    assert says in page.text
    assert not other or "De lo." in page.source
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ("8,5\nni\n10", "Line 2, «ni», is not a number."),
        ("8,5\n\n\n1e99", "Line 4, «1e99», is not a number."),
        ("nan\n1", "Line 1, «nan», is not a number."),
        ("inf\n1", "Line 1, «inf», is not a number."),
        ("1.000,5\n2", "Line 1, «1.000,5», is not a number."),
        ("<script>\n2", "Line 1, «<script>», is not a number."),
        ("8", "at least two measured values"),
        ("", "at least two measured values"),
        ("1\x00\n2", "Null characters"),
        ("1\n" * 60_000, "at most 100000"),
    ],
)
def test_values_nobody_can_use(reader, at, values, says):
    trial = at("running", stories.MINUTES)
    told = {"version": trial.version, "values": values, "surprises": "De lo."}
    page = reader.sends(f"/test/{trial.pk}/resultat/", told)

    assert says in page.text
    assert "De lo." in page.source
    assert "<script>\n" not in page.source
    assert not Result.objects.exists()


def test_values_are_read_as_people_write_them(reader, at):
    trial = at("running", stories.MINUTES)
    written = "8,5\r\n \u22122 \r\n1\u202f000\r\n0.25\r\n12"
    reader.sends(f"/test/{trial.pk}/resultat/", version=trial.version, values=written)

    assert Result.objects.get().values == [8.5, -2, 1000, 0.25, 12]


def test_a_correction_begins_with_what_was_noted(kari, at):
    trial = at("running", stories.MINUTES)
    reader = Reader(kari, "nb")
    reader.sends(
        f"/test/{trial.pk}/resultat/", version=trial.version, values="8,5\n9\n12", surprises="Oi"
    )

    page = reader.opens(f"/test/{trial.pk}/resultat/")

    assert "8,5\n9\n12" in page.source
    assert "Oi" in page.source


@pytest.mark.parametrize(
    ("state", "door", "told", "says"),
    [
        ("measured", "beslutning", {"reason": "Fordi", "learning": "Noe"}, "This field is req"),
        ("measured", "beslutning", {"kind": "adopt", "learning": "Noe"}, "This field is req"),
        ("measured", "beslutning", {"kind": "adopt", "reason": "Fordi"}, "This field is req"),
        ("measured", "beslutning",
         {"kind": "sell", "reason": "Fordi", "learning": "Noe"}, "Select a valid choice"),
        ("measured", "beslutning",
         {"kind": "adopt", "reason": "a\x00", "learning": "Noe"}, "Null characters"),
        ("running", "beslutning", {"reason": "Fordi"}, "This field is req"),
        ("decided", "laring", {"learning": "x" * 1_000_000}, "at most"),
        ("decided", "laring", {"learning": "\u200b"}, "This field is req"),
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something(reader, at, state, door, told, says):
    trial = at(state)
    page = reader.sends(f"/test/{trial.pk}/{door}/", told, version=trial.version)

    assert says in page.text
    assert all(text in page.source for text in told.values() if text in ("Fordi", "Noe"))
    assert Trial.objects.get(pk=trial.pk).version == trial.version


@pytest.mark.parametrize("door", ["endre", "las", "resultat", "beslutning"])
def test_a_forged_version_changes_nothing(reader, at, door):
    trial = at("running")
    told = {**stories.PLAN, "n": "5", "successes": "4", "reason": "x", "learning": "x"}
    for version in ("", "x", "-1", "0", "9" * 30):
        answer = reader.client.post(f"/test/{trial.pk}/{door}/", {**told, "version": version})
        assert answer.status_code == 200

    assert Trial.objects.count() == 1
    assert not Result.objects.exists()


def test_a_forged_test_to_follow_is_none(reader, need):
    for after in ("x", "-1", "0", "9" * 40, "१२", "1.5", "999"):
        page = reader.sends(f"/behov/{need.pk}/test/ny/?etter={after}", stories.PLAN)
        assert page.status == 200

    assert not Trial.objects.exclude(follows=None).exists()


@pytest.mark.parametrize("state", ["planned", "running", "measured", "replaced"])
def test_only_what_is_decided_is_followed(reader, at, need, state):
    before = at(state)
    reader.sends(f"/behov/{need.pk}/test/ny/?etter={before.pk}", stories.PLAN)
    assert Trial.objects.latest("pk").follows is None


def test_a_test_of_another_need_is_not_followed(reader, at, kari):
    before, other = at("decided"), NeedFactory(organisation=kari.home)
    reader.sends(f"/behov/{other.pk}/test/ny/?etter={before.pk}", stories.PLAN)
    assert Trial.objects.latest("pk").follows is None
