"""KommIT's workbook goes out again, with what was changed here since, and nothing else."""

from datetime import date

from stafett.benefits.models import Benefit, Commitment
from stafett.files.rules.kommit import CARD, RESULT
from stafett.indicators.models import Observation
from stafett.initiatives.models import Initiative
from stafett.lib import workbooks
from tests.factories import NOW, BenefitFactory, IndicatorFactory
from tests.kommit import Formula
from tests.rooms.files import books
from tests.rooms.files.books import ANSWERS


def brought(bringer, leader, content=None):
    bringer.brings_all(content or books.project(), **ANSWERS, owner_1=leader.person.pk)
    return Initiative.objects.get()


def out(bringer):
    response = bringer.reader.client.get(f"{bringer.upload_page}ta-med/fil/")
    return response.content


def test_what_nobody_changed_comes_out_as_the_bytes_that_came(bringer, leader):
    content = books.project(books.about(1, owner="Lise Moe"))
    brought(bringer, leader, content)

    page = bringer.reader.opens(f"{bringer.upload_page}ta-med/")

    assert "Nothing has changed since." in page.text
    assert out(bringer) == content


def test_what_changed_here_is_written_where_it_stood(bringer, leader):
    brought(bringer, leader)
    Initiative.objects.update(title="Vaktliste på telefon")
    levels = {"target_low": 15, "target_likely": 18, "target_high": 22}
    Commitment.objects.update(**levels, effect_starts_on=date(2027, 5, 1))
    Observation.objects.create(
        indicator=Benefit.objects.get().indicator, organisation=leader.home, value=25,
        period_start=date(2027, 6, 1), period_end=date(2027, 6, 30), recorded_at=NOW,
    )  # fmt: skip

    page = bringer.reader.opens(f"{bringer.upload_page}ta-med/")
    book = workbooks.read(out(bringer))

    assert book[CARD].cells["B4"] == "Vaktliste på telefon"
    said = {name: book[sheet].cells[at] for name in ("target", "owner", "realised", "measured")
            for sheet, at in [books.at(name, 1)]}  # fmt: skip
    assert said == {"target": 18, "owner": "Kari Nes", "realised": "01.05.2027", "measured": 25}
    assert book[RESULT].cells["F1"] == "Dato: 30.06.2027"
    assert book[CARD].cells["B18"] == "Per Ås"
    assert "the low and the high level of 1 promise" in page.text


def test_what_was_written_comes_in_again_as_nothing_new(bringer, leader):
    brought(bringer, leader)
    Initiative.objects.update(title="Vaktliste på telefon")
    page = bringer.looks(out(bringer))
    assert "There is nothing new in the file." in page.text


def test_a_benefit_that_was_made_here_gets_a_free_row_and_the_fifteenth_is_told(bringer, leader):
    initiative = brought(bringer, leader)
    for number in range(14):
        yardstick = IndicatorFactory(owner=leader.home, name=f"Måles {number}")
        BenefitFactory(initiative=initiative, name=f"Gevinst {number}", indicator=yardstick)

    page = bringer.reader.opens(f"{bringer.upload_page}ta-med/")
    book = workbooks.read(out(bringer))

    sheet, at = books.at("name", 14)
    assert book[sheet].cells[at] == "Ø14 Gevinst 12"
    assert "1 benefit: the workbook takes 14" in page.text


def test_a_cell_that_somebody_reckons_by_a_formula_is_left(bringer, leader):
    title = Formula('"Digital "&"vaktliste"', "Digital vaktliste")
    brought(bringer, leader, books.project({(CARD, "B4"): title}))
    Initiative.objects.update(title="Noe annet")
    page = bringer.reader.opens(f"{bringer.upload_page}ta-med/")
    assert "Forside B4 is reckoned by a formula" in page.text
    assert workbooks.read(out(bringer))[CARD].formulas["B4"] == title.says
