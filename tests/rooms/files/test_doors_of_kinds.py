"""Lists, statistics and the portal's overview by the pages themselves, hostile files included."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stafett.files.models import Upload
from stafett.indicators.models import Observation
from stafett.needs.models import Need
from tests import factories
from tests.rooms.files.test_portal import MEASURED, overview
from tests.tables import table

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
NEEDS = "Tittel;Problem;Hvem\n=1+1;<script>alert(1)</script>;Alle\n"


@pytest.fixture
def door(client, kari):
    client.force_login(kari.person)
    client.cookies["stafett_language"] = "en"
    return client


def send(door, name, content):
    """Send a file, and return the page that comes."""
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return door.post(reverse("files:list"), {"file": file}, follow=True, headers=ENGLISH)


def bring(door, upload):
    address = reverse("files:bring", kwargs={"pk": upload.pk})
    return door.post(address, {"version": upload.version}, follow=True, headers=ENGLISH)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("behov.csv", NEEDS),
        ("tabell.json", json.dumps(table())),
        ("oversikt.xlsx", overview(measured=MEASURED)),
    ],
    ids=["list", "statistics", "portal"],
)
def test_a_file_is_looked_at_before_anything_is_written(door, name, content):
    page = send(door, name, content)

    assert page.status_code == 200
    assert "Nothing is written yet" in page.content.decode()
    assert not Need.objects.exists()
    assert Upload.objects.get().kind in ("list", "statistics", "portal")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "Kommune;Tall\nHer\ufffdy;1\n", "CSV UTF-8"),
        ("a.csv", b"A;B\n" + b"1;2\n" * 1_000_000, "can be read at once"),
        ("a.csv", b"\x00\x01\x02" * 100, "not a text file"),
        ("a.csv", 'A;B\n1;"2\n', "quotation mark"),
        ("a.json", b"[" * 200_000, "lists in lists"),
        ("a.json", b'{"a": NaN}', "where a number should be"),
        ("a.json", b'{"class": "dataset", "class": 1}', "stands twice"),
        ("a.json", json.dumps(table(size=[10_000_000, 1, 1])), "1 000 000 cells"),
        ("a.json", json.dumps(table(value=["1", 2, 3, 4])), "is not a number"),
        ("a.json", json.dumps(table(id=["Tid"], size=[2], role={}, value=[1, 2], status={})), "nothing of municipalities"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 50, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words_and_not_kept(door, name, content, says):
    page = send(door, name, content)

    assert page.status_code == 200
    assert says in page.content.decode()
    assert not Upload.objects.exists()


def test_texts_from_a_list_are_texts(door):
    send(door, "behov.csv", NEEDS)
    page = bring(door, Upload.objects.get()).content.decode()

    assert "<script>alert" not in page
    need = Need.objects.get()
    assert (need.title, need.problem) == ("=1+1", "<script>alert(1)</script>")


def test_columns_are_said_on_the_page_and_another_kind_of_list_is_asked_anew(door, kari):
    yardstick = factories.IndicatorFactory(owner=kari.home, name="Ventetid", unit="dager")
    send(door, "tall.csv", "A;B\n2024;1,5\n")
    upload = Upload.objects.get()
    told = {"version": upload.version, "what": "readings", "indicator": yardstick.pk,
            "decimals": ",", "column_period": 0, "column_value": 1}  # fmt: skip
    page = door.post(upload.get_absolute_url(), told, follow=True, headers=ENGLISH)
    assert "Fjordvik, 2024" in page.content.decode()
    upload.refresh_from_db()
    bring(door, upload)
    assert Observation.objects.get().value == 1.5


def test_changing_what_the_list_holds_asks_for_its_own_columns(door):
    send(door, "tall.csv", "A;B\n2024;1,5\n")
    upload = Upload.objects.get()
    told = {"version": upload.version, "what": "needs", "decimals": ","}
    page = door.post(upload.get_absolute_url(), told, follow=True, headers=ENGLISH)

    assert "column_problem" in page.content.decode()
    assert "column_value" not in page.content.decode()


@pytest.mark.parametrize("place", ["99", "-2", "x", "1e9", "0; drop"])
def test_a_column_nobody_offered_is_refused_at_its_field(door, kari, place):
    yardstick = factories.IndicatorFactory(owner=kari.home, name="Ventetid", unit="dager")
    send(door, "tall.csv", "A;B\n2024;1,5\n")
    upload = Upload.objects.get()
    told = {"version": upload.version, "what": "readings", "indicator": yardstick.pk,
            "decimals": ",", "column_value": place}  # fmt: skip
    page = door.post(upload.get_absolute_url(), told, headers=ENGLISH)

    assert page.status_code == 200
    assert "column_value" in page.context["form"].errors


def test_a_yardstick_of_others_cannot_be_chosen(door, siri):
    theirs = factories.IndicatorFactory(owner=siri.home, name="Deres", scope="own")
    send(door, "tall.csv", "År;Verdi\n2024;1,5\n")
    upload = Upload.objects.get()
    told = {"version": upload.version, "what": "readings", "indicator": theirs.pk, "decimals": ","}
    page = door.post(upload.get_absolute_url(), told, headers=ENGLISH)

    assert "indicator" in page.context["form"].errors
