"""The list: searched, filtered, turned page by page, and given as files, with nothing left out."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest

from stafett.needs import queries
from stafett.needs.models import Need
from stafett.organisations.models import Sector
from tests.factories import NOW, NeedFactory, OrganisationFactory
from tests.pages import Page, Reader
from tests.rooms.needs.telling import TOLD, changed, path, tells
from tests.sheets import Workbook


def in_csv(page):
    assert page.source.startswith("\ufeff")
    return list(csv.DictReader(StringIO(page.source.removeprefix("\ufeff")), delimiter=";"))


def in_json(page):
    return json.loads(page.source)


# --- words and filters --------------------------------------------------------------------------

FOUND = [
    "ærfugl",
    "ÆRFUGL",
    "Ærfugl",
    "aerfugl",
    "fugl",
    "sørøya ærfugl",
    "ærfugl   sørøya",
    "SØRØYA",
    "Soroya",
    "kárášjohka",
    "KARASJOHKA",
    "50 %",
    "50 % av reirene",
    "a_b",
    "hekker",  # in the title
    "naturvern",  # among those affected
    "tellinger",  # how it is today
    "dagbok",  # how we know
    "utdør",  # if nothing is done
]
NOT_FOUND = ["ørfugl", "ærfugl laks", "5_ %", "aXb", "50%av", "'; drop table", "\\", "reir*"]


@pytest.fixture
def told(db):
    NeedFactory(
        title="Ærfugl hekker på Sørøya",
        problem="Naboene i Kárášjohka mister 50 % av reirene, se a_b.",
        affected_group="Naturvernere",
        today="To tellinger i året",
        evidence="Skrevet i dagboka",
        null_alternative="De utdør.",
        scope="public",
    )
    NeedFactory(title="Laks", scope="public")


@pytest.mark.parametrize("words", FOUND)
def test_words_are_found_in_any_order_and_case(told, words):
    assert Reader().opens("/behov/", q=words).needs == ["Ærfugl hekker på Sørøya"]


@pytest.mark.parametrize("words", NOT_FOUND)
def test_all_words_must_stand_there_as_they_are_written(told, words):
    page = Reader().opens("/behov/", q=words)

    assert page.needs == []
    assert page.shows("Nothing fits what you asked for.")
    assert page.answer("q") == words


def test_no_words_find_everything(told):
    assert len(Reader().opens("/behov/", q="  ").needs) == 2


def test_filters_narrow_down(kari, ola, region):
    mine = {"organisation": kari.home, "sector": Sector.HEALTH}
    NeedFactory(**mine, title="egen")
    NeedFactory(**mine, title="delt", scope="region", group=region)
    NeedFactory(**mine, title="lukket", closed_on=NOW.date(), outcome="left")
    NeedFactory(organisation=ola.home, title="nabo", scope="region", group=region, sector="social")
    NeedFactory(title="åpen", scope="public", sector="social")
    asked = {
        (): {"egen", "delt", "nabo", "åpen"},
        ("whose", "own"): {"egen", "delt"},
        ("whose", "shared"): {"delt", "nabo"},
        ("whose", "public"): {"åpen"},
        ("sector", "health"): {"egen", "delt"},
        ("sector", "social"): {"nabo", "åpen"},
        ("sector", "culture"): set(),
        ("status", "closed"): {"lukket"},
        ("status", "all"): {"egen", "delt", "nabo", "åpen", "lukket"},
        ("place", ola.home.pk): {"nabo"},
        ("place", kari.home.pk): {"egen", "delt"},
        ("q", "egen"): {"egen"},
        ("whose", "everything"): {"egen", "delt", "nabo", "åpen"},
        ("sector", "\x01"): {"egen", "delt", "nabo", "åpen"},
        ("place", "x"): {"egen", "delt", "nabo", "åpen"},
        ("place", "0"): {"egen", "delt", "nabo", "åpen"},
        ("place", "9" * 30): {"egen", "delt", "nabo", "åpen"},
        ("place", str(2**63 - 1)): set(),
    }
    reads = Reader(kari)
    for question, titles in asked.items():
        page = reads.opens("/behov/", **dict([question] if question else []))
        assert set(page.needs) == titles, question


def test_a_passer_by_who_asks_for_own_needs_has_none(told):
    assert Reader().opens("/behov/", whose="own").needs == []


def test_the_place_that_was_asked_for_is_named_and_kept(kari):
    NeedFactory(organisation=kari.home, scope="public")
    page = Reader().opens("/behov/", place=kari.home.pk)

    assert page.shows("Needs in Fjordvik")
    assert page.answer("place") == str(kari.home.pk)


def test_what_changed_is_a_part_of_the_page_where_scripts_run(told):
    page = Page(Reader().client.get("/behov/", {"q": "laks"}, headers={"HX-Request": "true"}))

    assert page.needs == ["Laks"]
    assert not page.all("h1")


# --- at once ------------------------------------------------------------------------------------


def test_a_new_need_and_a_changed_one_show_at_once_everywhere(kari, siri):
    siri_reads = Reader(siri)
    siri_reads.opens("/behov/"), siri_reads.sends("/behov/lignende/", TOLD)
    need = tells(kari, shared_with="public")
    assert siri_reads.opens("/behov/", q="medisin").needs == [need.title]
    assert siri_reads.sends("/behov/lignende/", TOLD).needs == [need.title]
    assert siri_reads.opens("/").shows(need.title)

    told = {
        "title": "Skolebussen går for sent",
        "problem": "Elevene fryser på holdeplassen.",
        "affected_group": "60 elever",
    }
    Reader(kari).sends(path(need, "endre"), changed(need, **told, shared_with="public"))

    assert siri_reads.opens("/behov/", q="medisin").needs == []
    assert siri_reads.opens("/behov/", q="skolebussen").needs == [told["title"]]
    assert siri_reads.sends("/behov/lignende/", {**TOLD, **told}).needs == [told["title"]]
    assert siri_reads.sends("/behov/lignende/", TOLD).needs == []
    assert siri_reads.opens("/").shows(told["title"])


# --- page by page -------------------------------------------------------------------------------


@pytest.fixture
def many(db, monkeypatch):
    """Three pages of needs, ten on each; some are told at the very same moment."""
    monkeypatch.setattr(queries, "PER_PAGE", 10)
    return told_by_many(21)


def told_by_many(count):
    home = OrganisationFactory(name="Storvik")
    needs = [
        NeedFactory.build(
            organisation=home,
            title=f"Behov {number:03}",
            scope="public",
            sector="culture" if number % 3 else "health",
            search_text=f"behov {number:03}",
            registered_at=NOW - timedelta(minutes=number - number % 3),
        )
        for number in range(count)
    ]
    Need.objects.bulk_create(needs)
    in_order = Need.objects.order_by("-registered_at", "-id")
    return list(in_order.values_list("title", flat=True))


def all_pages(reads, address):
    """Turn pages by the link that says next, until there is none."""
    page, titles = reads.opens(address), []
    while True:
        titles += page.needs
        following = page.all("a", rel="next")
        if not following:
            return titles, page
        page = reads.opens(f"/behov/{following[0].get('href')}")


def test_every_need_is_reached_and_none_twice(db):
    told = told_by_many(2 * queries.PER_PAGE + 1)
    titles, last = all_pages(Reader(), "/behov/")

    assert titles == told
    assert last.shows("Rows 201–201 of 201")
    assert last.shows("201 needs")


def test_a_search_is_kept_from_page_to_page(many):
    titles, last = all_pages(Reader(), "/behov/?sector=culture&q=behov")

    assert len(titles) == 14
    assert last.answer("sector") == "culture"
    assert last.answer("q") == "behov"


@pytest.mark.parametrize(
    ("number", "first"),
    [
        ("1", 0),
        ("2", 10),
        ("3", 20),
        ("4", 20),
        ("999999999999999999999999999999", 20),
        ("0", 20),
        ("-1", 20),
        ("", 0),
        ("x", 0),
        ("2.5", 0),
        ("1e3", 0),
        ("9" * 5000, 0),
        ("٢", 10),
        ("<b>", 0),
    ],
)
def test_a_silly_page_number_shows_a_page(many, number, first):
    assert Reader().opens("/behov/", side=number).needs[0] == many[first]


# --- all of it, as files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", [{}, {"sector": "culture"}, {"q": "behov 01", "side": "2"}, {"q": "finnes ikke"}]
)
def test_the_files_hold_what_the_list_holds_all_of_it(many, asked):
    reads = Reader()
    query = "&".join(f"{name}={value}" for name, value in asked.items() if name != "side")
    titles, last = all_pages(reads, f"/behov/?{query}")
    if titles:
        files = {link.text: link.get("href") for link in last.all("a")}
        assert files["All of it as CSV"].startswith("/behov/alle.csv?")
        assert files["All of it as JSON"].startswith("/behov/alle.json?")

    told = in_json(reads.opens("/behov/alle.json", **asked))

    assert [row["title"] for row in told["rows"]] == titles
    assert told["count"] == len(titles)
    assert [row["title"] for row in in_csv(reads.opens("/behov/alle.csv", **asked))] == titles
    book = Workbook(reads.client.get("/behov/alle.xlsx", asked))
    assert [row["Title"] for row in book.told()] == titles
    assert book.facts["Rows: Needs"] == len(titles)


def test_a_file_has_a_name_a_kind_and_one_column_for_each_thing_told(many):
    answers = {kind: Reader().client.get(f"/behov/alle.{kind}") for kind in ("csv", "json")}

    for kind, content_type in {
        "csv": "text/csv; charset=utf-8",
        "json": "application/json",
    }.items():
        assert answers[kind]["Content-Type"] == content_type
        assert answers[kind]["Content-Disposition"].endswith(f'.{kind}"')
    [first, *_] = in_csv(Page(answers["csv"]))
    assert list(first) == list(queries.EXPORTED)
    assert list(in_json(Page(answers["json"]))["rows"][0]) == list(queries.EXPORTED)


def test_what_was_told_comes_out_as_it_was_told(kari):
    hard = 'Første linje; med "hermetegn"\nog én til, på nynorsk: «ikkje»'
    need = tells(kari, evidence=hard, heard_count="3", lang="nn", null_worsens="no")
    kari_reads = Reader(kari)
    [row] = in_csv(kari_reads.opens("/behov/alle.csv"))
    about = in_json(kari_reads.opens("/behov/alle.json", whose="own"))

    assert row["evidence"] == hard
    assert (row["organisation"], row["language"], row["people_heard"]) == ("Fjordvik", "nn", "3")
    assert row["number"] == str(need.pk)
    assert (about["for"], about["filter"]) == ("Fjordvik", {"whose": "own"})
    [told] = about["rows"]
    assert (told["evidence"], told["people_heard"], told["gets_worse"]) == (hard, 3, False)
    assert told["registered_at"] == row["registered_at"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_a_spreadsheet_finds_no_formula(kari, sign):
    hostile = f'{sign}HYPERLINK("http://example.com";"Trykk")'
    tells(kari, title=hostile, evidence=f"Først\n{hostile}")
    [row] = in_csv(Reader(kari).opens("/behov/alle.csv"))

    assert row["title"] == f"'{hostile}"
    assert row["evidence"].startswith("Først")
    assert in_json(Reader(kari).opens("/behov/alle.json"))["rows"][0]["title"] == hostile


def test_an_empty_file_says_so(db):
    reads = Reader()

    assert in_json(reads.opens("/behov/alle.json"))["count"] == 0
    assert in_csv(reads.opens("/behov/alle.csv")) == []
    assert reads.opens("/behov/alle.pdf").status == 404
    assert Workbook(reads.client.get("/behov/alle.xlsx")).told() == []
