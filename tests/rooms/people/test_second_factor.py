"""Two steps at sign-in: a code from an app counts once, and so does a recovery code."""

import json
import logging
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from stafett.audit.models import Detail, Entry
from stafett.people import queries, sealed
from stafett.people.adapter import SecondFactors
from stafett.work.worker import do_all
from tests.factories import PASSWORD, RoleFactory
from tests.pages import Reader
from tests.rooms.people import steps
from tests.rooms.people.test_passwords import GOOD, _twice

pytestmark = pytest.mark.django_db(transaction=True)
KARI = "kari@example.no"
NOT_RIGHT = "The code is not right. Wait for the next one, and try again."
USED = "This code has been used. Wait for the next one, and try again."
WAIT = "There have been too many tries. Wait five minutes and try again."


def _verbs():
    entries = Entry.objects.filter(chain="sign-ins").order_by("sequence")
    return list(entries.values_list("verb", flat=True))


def _at_the_second_step(email=KARI):
    reader = Reader()
    assert steps.by_password(email, reader).path == steps.SECOND_STEP
    return reader


def _sends(reader, code):
    return reader.sends(steps.SECOND_STEP, {"code": code})


def test_kari_adds_an_app_and_signs_in_with_what_it_shows(kari, mailoutbox):
    secret, codes = steps.turned_on(kari)
    assert len(set(codes)) == 10

    reader = _at_the_second_step()
    assert reader.opens("/meg/").path == steps.SECOND_STEP
    page = _sends(reader, f"{steps.code(secret)[:3]} {steps.code(secret)[3:]}")

    assert (page.path, page.shows("Kari Nes")) == ("/", True)
    assert _verbs() == [
        "person.added_second_factor",
        "person.added_second_factor",
        "person.used_second_factor",
        "person.signed_in",
    ]
    do_all(now=timezone.now())
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([KARI], "Innloggingen din i Stafett er endret")


def test_the_session_of_the_first_step_is_not_the_one_signed_in(kari):
    secret, _codes = steps.turned_on(kari)
    reader = _at_the_second_step()
    halfway = reader.client.cookies["sessionid"].value

    assert _sends(reader, steps.code(secret)).path == "/"

    assert reader.client.cookies["sessionid"].value != halfway
    other = Reader()
    other.client.cookies["sessionid"] = halfway
    assert not other.opens("/meg/").shows("Kari Nes")


def test_nobody_keeps_kari_from_two_steps_by_asking_for_a_password_for_her(kari):
    Reader().sends("/glemt-passord/", {"email": KARI})

    _secret, codes = steps.turned_on(kari)

    assert codes


def test_a_wrong_code_is_refused_in_words(kari):
    secret, _codes = steps.turned_on(kari)
    reader = _at_the_second_step()

    for wrong in (steps.wrong_code(secret), "", "abc", "9" * 5000, "\x00", "１２３４５６"):
        page = _sends(reader, wrong)
        assert page.path == steps.SECOND_STEP
        assert page.errors["code"], wrong
        cache.clear()

    assert reader.opens("/meg/").path == steps.SECOND_STEP


def test_a_code_that_was_used_is_used_also_when_the_library_has_forgotten(kari):
    secret, _codes = steps.turned_on(kari)
    seen = steps.code(secret, 1)
    assert _sends(_at_the_second_step(), seen).path == "/"

    page = _sends(_at_the_second_step(), seen)
    assert page.errors["code"] == NOT_RIGHT
    cache.delete(f"allauth.mfa.totp.used?user={kari.person.pk}&code={seen}")
    page = _sends(_at_the_second_step(), seen)
    assert page.errors["code"] == USED


def test_the_code_that_turned_it_on_does_not_sign_in_too(kari):
    reader = steps.confirmed(kari)
    secret = next(each.text for each in reader.opens(steps.APP).all("code"))
    first = steps.code(secret, 1)
    reader.sends(steps.APP, {"code": first})

    assert _sends(_at_the_second_step(), first).errors["code"] == USED


def test_an_app_that_shows_something_else_is_not_added(kari):
    reader = steps.confirmed(kari)
    secret = next(each.text for each in reader.opens(steps.APP).all("code"))

    page = reader.sends(steps.APP, {"code": steps.wrong_code(secret)})

    assert page.errors["code"] == NOT_RIGHT
    assert next(each.text for each in page.all("code")) == secret
    assert not steps.keys_of(kari.person).exists()


def test_a_recovery_code_lets_in_once_and_is_told_by_mail(kari, mailoutbox):
    _secret, codes = steps.turned_on(kari)

    assert _sends(_at_the_second_step(), codes[3]).path == "/"
    assert _sends(_at_the_second_step(), codes[3]).errors["code"]
    assert _sends(_at_the_second_step(), codes[4]).path == "/"

    do_all(now=timezone.now())
    assert [mail.body.count("nødkod") for mail in mailoutbox] == [0, 1, 1]
    assert Reader(kari).opens("/meg/innlogging/").shows("8 codes left")


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(kari):
    _secret, old = steps.turned_on(kari)
    reader = steps.confirmed(kari)
    assert reader.opens(steps.CODES).all("code") == []

    page = reader.sends(steps.CODES + "nye/")
    new = [each.text for each in page.all("code")]

    assert len(new) == 10
    assert not set(new) & set(old)
    assert "no-store" in page.response["Cache-Control"]
    assert _sends(_at_the_second_step(), old[0]).errors["code"]
    assert _sends(_at_the_second_step(), new[0]).path == "/"


def test_five_wrong_codes_and_even_the_right_one_waits(kari):
    secret, _codes = steps.turned_on(kari)
    cache.clear()
    for _time in range(5):
        assert _sends(_at_the_second_step(), steps.wrong_code(secret)).errors["code"] == NOT_RIGHT

    assert _sends(_at_the_second_step(), steps.code(secret)).errors["code"] == WAIT


def test_a_new_password_by_mail_goes_not_round_the_second_step(kari):
    steps.turned_on(kari)
    link, reader = queries.way_in(kari.person).removeprefix("http://localhost:8000"), Reader()

    page = reader.sends(reader.opens(link).path, _twice(GOOD))

    assert page.path == steps.SECOND_STEP
    assert reader.opens("/meg/").path == steps.SECOND_STEP


def test_who_regrets_starts_again(kari):
    steps.turned_on(kari)
    reader = _at_the_second_step()

    page = reader.sends("/logg-ut/", {"next": "/logg-inn/"})

    assert page.path == "/logg-inn/"
    assert reader.opens(steps.SECOND_STEP).path == "/logg-inn/"


def test_the_app_is_removed_only_by_who_shows_once_more_who_they_are(kari):
    secret, _codes = steps.turned_on(kari)
    reader = Reader(kari)

    asked = reader.sends(steps.APP + "fjern/")
    assert asked.heading == "Is it still you?"
    told = {"password": "sol-over-fjorden", "next": steps.APP + "fjern/"}
    page = reader.sends("/meg/bekreft/", told)
    assert page.errors["password"].startswith("The password is not right")
    assert steps.keys_of(kari.person).exists()

    told = {"code": steps.code(secret), "next": steps.APP + "fjern/"}
    page = reader.sends("/meg/bekreft/kode/", told)
    assert (page.path, page.shows("The app is removed")) == ("/meg/innlogging/", True)
    assert not steps.keys_of(kari.person).exists()
    assert steps.by_password(KARI).path == "/"


@pytest.mark.parametrize(
    "said",
    ["", "{}", "[]", "null", "1", "x", '{"id": "x"}', '{"a": "\\u0000"}',
     json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
     json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {},
                 "response": {"clientDataJSON": "AA", "attestationObject": "AA",
                              "authenticatorData": "AA", "signature": "AA"}}),
     json.dumps({"id": "x" * 60_000})],
)  # fmt: skip
def test_what_no_browser_says_of_a_passkey_is_refused_in_words(kari, said):
    reader = steps.confirmed(kari)
    reader.opens("/meg/innlogging/nokler/ny/")
    page = reader.sends("/meg/innlogging/nokler/ny/", {"name": "Telefon", "credential": said})
    assert (page.status, bool(page.summary)) == (200, True)
    steps.turned_on(kari)

    reader = _at_the_second_step()
    page = reader.sends(steps.SECOND_STEP, {"credential": said})
    assert (page.path, page.status) == (steps.SECOND_STEP, 200)
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_nobody_comes_to_anothers_passkey(kari, siri):
    key = Authenticator.objects.create(user=kari.person, type="webauthn", data={"name": "Telefon"})

    for page in ("navn", "fjern"):
        at = f"/meg/innlogging/nokler/{key.pk}/{page}/"
        assert Reader(siri).opens(at).status == 404
        assert Reader(kari).opens(at).heading == "Is it still you?"


def test_passkeys_are_for_the_public_host_name_and_their_names_are_told_apart(kari, settings):
    settings.PASSKEY_DOMAIN = "stafett.example.no"
    by = SecondFactors()
    assert by.get_public_key_credential_rp_entity()["id"] == "stafett.example.no"
    for name in ("Passnøkkel 1", "Passnøkkel 2"):
        assert by.generate_authenticator_name(kari.person, "webauthn") == name
        steps.keys_of(kari.person).create(user=kari.person, type="webauthn", data={"name": name})


# --- what is kept, and what is told -----------------------------------------------------------


def test_secrets_stand_neither_in_the_database_nor_the_log_nor_the_traces(kari, caplog):
    caplog.set_level(logging.DEBUG)
    secret, codes = steps.turned_on(kari)
    _sends(_at_the_second_step(), codes[0])

    kept = json.dumps([key.data for key in steps.keys_of(kari.person)])
    told = caplog.text + " ".join(Detail.objects.values_list("text", flat=True))
    for hidden in (secret, *codes):
        assert hidden not in kept
        assert hidden not in told


def test_without_the_secret_key_no_code_is_right_and_nothing_breaks(kari, settings, caplog):
    secret, codes = steps.turned_on(kari)
    settings.SECRET_KEY = "another"
    reader = _at_the_second_step()

    assert _sends(reader, steps.code(secret)).errors["code"]
    assert _sends(reader, codes[0]).errors["code"]
    assert "another secret key" in caplog.text

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "a third"
    assert sealed.opened(sealed.seal("x")) == "x"


def test_a_key_that_was_changed_opens_what_the_old_one_sealed(settings):
    old, kept = settings.SECRET_KEY, sealed.seal("JBSWY3DP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [old]

    assert sealed.opened(kept) == "JBSWY3DP"


# --- somebody lost the phone ------------------------------------------------------------------


def test_an_administrator_lets_in_who_lost_the_phone_traced_and_told(kari, anne, mailoutbox):
    steps.turned_on(kari)
    reader = Reader(anne)
    page = reader.opens("/organisasjon/innlogging/")
    assert page.shows("1 of 2 sign in with two steps")

    asked = reader.sends("/organisasjon/innlogging/", {"person": kari.person.pk})
    assert asked.heading == "Is it still you?"
    told = {"password": PASSWORD, "next": "/organisasjon/innlogging/"}
    page = reader.sends("/meg/bekreft/", told)

    assert page.shows("Kari Nes signs in by password alone now")
    assert page.shows("0 of 2 sign in with two steps")
    assert not steps.keys_of(kari.person).exists()
    entry = Entry.objects.get(verb="person.lost_second_factor")
    assert (entry.person_id, entry.organisation_id) == (anne.person.pk, anne.home.pk)
    mailoutbox.clear()
    do_all(now=timezone.now())
    assert any("tatt bort" in mail.body for mail in mailoutbox)
    assert steps.by_password(KARI).path == "/"


@pytest.mark.parametrize("who", ["kari", "siri"])
def test_others_come_not_to_that_page(who, anne, request):
    cast = request.getfixturevalue(who)

    assert steps.confirmed(cast).sends("/organisasjon/innlogging/", {"person": 1}).status == 404


def test_an_administrator_helps_neither_somebody_others_trust_nor_themselves(kari, anne, siri):
    steps.turned_on(kari)
    RoleFactory(person=kari.person, organisation=siri.home)
    reader = steps.confirmed(anne)

    page = reader.sends("/organisasjon/innlogging/", {"person": kari.person.pk})
    assert page.errors["person"].startswith("Kari Nes has a role in another organisation")
    for other in (anne, siri):
        page = reader.sends("/organisasjon/innlogging/", {"person": other.person.pk})
        assert page.errors["person"]
    assert steps.keys_of(kari.person).exists()


def test_whoever_runs_the_installation_can(kari, mailoutbox, capsys):
    steps.turned_on(kari)

    call_command("take_away_second_factor", email=KARI.upper())

    assert "Kari Nes signs in by password alone now." in capsys.readouterr().out
    assert not steps.keys_of(kari.person).exists()
    assert any("tatt bort" in mail.body for mail in mailoutbox)
    for email, said in {KARI: "by password alone already", "per@example.no": "Nobody"}.items():
        with pytest.raises(CommandError, match=re.escape(said)):
            call_command("take_away_second_factor", email=email)


# --- where the organisation asks for it -------------------------------------------------------

DEMAND = {"name": "second_factor", "value": "1", "valid_from": "2026-01-01", "source": "Vedtak"}


def _demand(anne, **more):
    page = Reader(anne).sends("/organisasjon/ny/parameter/", {**DEMAND, **more})
    assert page.path == "/organisasjon/", page.errors


def test_who_administers_is_led_to_two_steps_and_nowhere_else(anne, kari):
    _demand(anne)
    reader = Reader()

    page = steps.by_password("anne@example.no", reader)
    assert page.path == "/meg/innlogging/"
    assert page.shows("Fjordvik asks those who sign or administer for two steps")
    for path in ("/", "/organisasjon/", "/meg/", "/behov/"):
        assert reader.opens(path).path == "/meg/innlogging/"
    assert reader.opens("/passord/").heading == "Change your password"

    reader.sends("/meg/bekreft/", {"password": PASSWORD})
    secret = next(each.text for each in reader.opens(steps.APP).all("code"))
    reader.sends(steps.APP, {"code": steps.code(secret)})
    assert reader.opens("/organisasjon/").heading == "Our organisation"
    assert reader.opens("/organisasjon/innlogging/").shows("You ask chief executives")

    page = reader.sends(steps.APP + "fjern/")
    assert reader.opens("/organisasjon/").path == "/meg/innlogging/"
    assert steps.by_password(KARI).path == "/"


def test_a_demand_from_next_month_or_taken_back_asks_nothing(anne):
    later = timezone.localdate() + timedelta(days=40)
    _demand(anne, valid_from=str(later))
    assert steps.by_password("anne@example.no").path == "/"

    _demand(anne)
    _demand(anne, value="0", valid_from="2026-02-01")
    assert steps.by_password("anne@example.no").path == "/"


def test_a_figure_for_it_is_yes_or_no(anne):
    for value in ("2", "0.5"):
        page = Reader(anne).sends("/organisasjon/ny/parameter/", {**DEMAND, "value": value})
        assert page.errors["value"]
