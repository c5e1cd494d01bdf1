"""The language of the screen: the person's, else the cookie's, else the browser's."""

import pytest
from django.test import Client

from stafett.people.models import Person

BROWSERS = {
    "nb-NO,nb;q=0.9,no;q=0.8": "nb",
    "nn-NO,nn;q=0.9,nb;q=0.8,en;q=0.5": "nn",
    "en-GB,en;q=0.9": "en",
    "no": "nb",
    "da-DK,da;q=0.9,en;q=0.8": "nb",
    "sv": "nb",
    "de-DE,de;q=0.9,en;q=0.4": "en",
    "se-NO,nn;q=0.8": "nn",
    "fi,sq;q=0.2": "nb",
    "en;q=0.3,nn;q=0.9": "nn",
    "": "nb",
    "*": "nb",
    "\x00;;;q=q,,,=": "nb",
    "en" * 100_000: "nb",
}


def _language(client, **headers):
    response = client.get("/", headers=headers)
    language = response["Content-Language"]
    assert f'<html lang="{language}"' in response.content.decode()
    return language


@pytest.mark.django_db
@pytest.mark.parametrize(("header", "language"), BROWSERS.items(), ids=range(len(BROWSERS)))
def test_a_stranger_reads_the_browsers_language(header, language):
    assert _language(Client(), **{"accept-language": header}) == language


@pytest.mark.django_db
def test_what_a_stranger_chose_is_remembered_and_goes_before_the_browser():
    client = Client()

    client.post("/sprak/", {"language": "nn", "next": "/"})

    assert _language(client, **{"accept-language": "en"}) == "nn"


def test_what_a_person_chose_follows_them_to_another_browser(kari):
    at_work, at_home = Client(), Client()
    at_work.force_login(kari.person)
    at_work.post("/sprak/", {"language": "nn"})

    at_home.cookies["stafett_language"] = "en"
    assert _language(at_home, **{"accept-language": "en"}) == "en"
    at_home.force_login(kari.person)
    assert _language(at_home, **{"accept-language": "en"}) == "nn"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "", "nb-NO", "../..", "\x00", "n" * 1_000_000])
def test_a_language_the_program_does_not_speak_changes_nothing(kari, language):
    client = Client()
    client.force_login(kari.person)

    response = client.post("/sprak/", {"language": language})

    assert response.status_code == 302
    assert Person.objects.get(pk=kari.person.pk).language == ""
    client.cookies["stafett_language"] = "de"
    assert _language(client) == "nb"


def test_two_people_at_the_same_worker_each_read_their_own(kari, siri):
    readers = {}
    for cast, language in ((kari, "nn"), (siri, "en")):
        cast.person.language = language
        cast.person.save()
        readers[language] = Client()
        readers[language].force_login(cast.person)

    assert [_language(readers[language]) for language in ("nn", "en", "nn")] == ["nn", "en", "nn"]
    assert _language(Client()) == "nb"
