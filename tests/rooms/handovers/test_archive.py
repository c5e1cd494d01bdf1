"""All receipts of a baton in one package, that an archive can take in."""

import hashlib
import io
import json
import zipfile

import pytest

from stafett.handovers import proof
from tests.pages import Reader
from tests.rooms.handovers.stories import come
from tests.rooms.handovers.test_documents import read

SENT = {"journal_title": "Fakturaer: stafettpinne", "access": "UO-14", "retention": "B"}


def fetched(exchange, by, language="nb", **told):
    url = f"/stafettpinne/{exchange.baton.pk}/arkiv/"
    answer = Reader(by, language).client.post(url, {**SENT, **told})
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.mark.django_db
def test_it_holds_every_receipt_twice_and_says_how_it_is_filed(exchange, kari):
    come(exchange, "accepted")
    folder = fetched(exchange, kari)
    told = json.loads(folder.read("arkiv.json"))

    assert len(folder.namelist()) == 5
    assert told["journal_title"] == "Fakturaer: stafettpinne"
    assert told["access"] == {"code": "UO-14", "legal_basis": "offentleglova § 14"}
    assert told["retention"]["class"] == "B"
    assert told["retention"]["legal_basis"].startswith("arkivlova (lov 20. juni 2025 nr. 96)")
    assert told["confirmed_by_archivist"] is None
    assert [row["kind"] for row in told["documents"]] == ["offered"] * 2 + ["accepted"] * 2
    for row in told["documents"]:
        content = folder.read(row["file"])
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        if row["media_type"] == "application/pdf":
            claims = read(content).trailer["/Root"]["/Metadata"].get_data().decode()
            assert "pdfaid:part>2<" in claims
        else:
            assert proof.check(content).last["hash"] == row["mark"]


@pytest.mark.django_db
def test_both_sides_fetch_it_and_nobody_else(exchange, kari, rune, siri):
    come(exchange, "offered")
    for cast in (kari, rune):
        assert fetched(exchange, cast).testzip() is None
    url = f"/stafettpinne/{exchange.baton.pk}/arkiv/"
    assert Reader(siri).client.post(url, SENT).status_code == 404
    assert Reader().client.post(url, SENT).status_code == 302


@pytest.mark.django_db
def test_what_is_not_filed_is_asked_about(exchange, kari):
    come(exchange, "offered")
    url = f"/stafettpinne/{exchange.baton.pk}/arkiv/"
    for wrong in ({"access": "x"}, {"retention": ""}, {"journal_title": " "}):
        answer = Reader(kari).client.post(url, {**SENT, **wrong})
        assert answer["Content-Type"].startswith("text/html")
    assert "open to everybody (offentleglova § 3)" in Reader(kari).opens(url).text


@pytest.mark.django_db
def test_without_receipts_there_is_no_package(exchange, kari):
    exchange.prepare()
    page = Reader(kari).sends(f"/stafettpinne/{exchange.baton.pk}/arkiv/", SENT)

    assert "No receipts yet." in page.text


@pytest.mark.django_db
def test_the_page_says_that_the_archivist_must_confirm(exchange, kari):
    come(exchange, "offered")
    page = Reader(kari).opens(f"/stafettpinne/{exchange.baton.pk}/arkiv/")

    assert page.shows("Let your archivist confirm both choices.")
    assert page.shows("no source we have found says it of receipts like these")
