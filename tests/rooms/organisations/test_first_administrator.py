"""A real installation begins: one administrator, who appoints the rest."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from stafett.organisations.models import Kind, Organisation, Role, RoleKind
from stafett.people.models import Person
from tests.factories import OrganisationFactory, RoleFactory

BERIT = {"email": "berit@kongsberg.example", "name": "Berit Moen"}


@pytest.fixture
def kongsberg(db):
    return OrganisationFactory(name="Kongsberg", number="3303")


@pytest.fixture
def begin(django_capture_on_commit_callbacks):
    """Run the command as an installer does, with what follows the change."""

    def run(**options):
        out = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("first_administrator", stdout=out, **{**BERIT, **options})
        return out.getvalue()

    return run


def _two_called_heroy():
    for number, county in (("1515", "Møre og Romsdal"), ("1818", "Nordland")):
        OrganisationFactory(name="Herøy", number=number, label=f"Herøy ({county})")


@pytest.mark.parametrize("text", ["3303", "Kongsberg", "kongsb"])
def test_an_organisation_gets_its_first_administrator(kongsberg, begin, text):
    said = begin(organisation=text)

    role = Role.objects.get(organisation=kongsberg)
    assert (role.kind, role.person.name) == (RoleKind.ADMINISTRATOR, "Berit Moen")
    assert "Berit Moen is administrator of Kongsberg (municipality)." in said
    assert [message.to for message in mail.outbox] == [["berit@kongsberg.example"]]


def test_the_link_opens_the_page_where_a_password_is_chosen(kongsberg, begin, client):
    said = begin(organisation="3303", link=True)

    link = re.search(r"https?://\S+", said).group()
    page = client.get(link, follow=True)
    chosen = {"password1": "nordlys-over-lågen", "password2": "nordlys-over-lågen"}
    client.post(page.redirect_chain[-1][0], chosen)
    assert page.status_code == 200
    assert Person.objects.get().check_password("nordlys-over-lågen")


@pytest.mark.django_db(transaction=True)
def test_where_mail_is_not_set_up_the_file_is_named(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    OrganisationFactory(name="Kongsberg", number="3303")
    said = StringIO()

    call_command("first_administrator", organisation="3303", stdout=said, **BERIT)

    [written] = tmp_path.iterdir()
    assert f"Mail is not set up (STAFETT_EMAIL_URL). What would have been sent is in {written}" in (
        said.getvalue()
    )
    assert "nytt-passord" in written.read_text()


def test_somebody_who_is_known_already_gets_no_new_mail(kongsberg, begin):
    OrganisationFactory(name="Notodden", number="4005")
    begin(organisation="3303")

    said = begin(organisation="4005")

    assert "was known already" in said
    assert len(mail.outbox) == 1
    assert Person.objects.get().name == "Berit Moen"


# --- which organisation -----------------------------------------------------------------------


def test_an_ambiguous_name_is_answered_with_the_candidates_and_their_numbers(db, begin):
    _two_called_heroy()

    with pytest.raises(CommandError) as refused:
        begin(organisation="herøy")

    assert "1515  Herøy (Møre og Romsdal) (municipality)" in str(refused.value)
    assert "1818  Herøy (Nordland) (municipality)" in str(refused.value)
    assert not Role.objects.exists()


def test_many_candidates_are_cut_out_loud(db, begin):
    for number in range(13):
        OrganisationFactory(name=f"Sund {number:02}")

    with pytest.raises(CommandError, match="and 3 more"):
        begin(organisation="Sund")


@pytest.mark.parametrize("text", ["Atlantis", "9999", " "])
def test_an_unknown_name_is_answered_with_a_sentence(kongsberg, begin, text):
    with pytest.raises(CommandError, match=r"name or number|its number or its name"):
        begin(organisation=text)


def test_the_second_first_administrator_is_sent_to_the_first(kongsberg, begin):
    RoleFactory(organisation=kongsberg, kind=RoleKind.ADMINISTRATOR)

    with pytest.raises(CommandError, match="Kongsberg has an administrator already"):
        begin(organisation="3303")

    assert not Person.objects.filter(email=BERIT["email"]).exists()


@pytest.mark.parametrize("wrong", [{"email": "berit"}, {"name": "  "}, {"name": "B" * 121}])
def test_a_name_and_an_address_are_asked_for(kongsberg, begin, wrong):
    with pytest.raises(CommandError, match=r"e-mail address|name"):
        begin(organisation="3303", **wrong)


# --- a new region or network ------------------------------------------------------------------


def test_a_region_is_made_with_its_administrator(db, begin):
    said = begin(
        new_region="Kongsbergregionen",
        org_number="123 456 785",
        legal_form="Interkommunalt politisk råd",
    )

    region = Organisation.objects.get(kind=Kind.REGION)
    assert (region.label, region.org_number) == ("Kongsbergregionen", "123456785")
    assert region.legal_form == "Interkommunalt politisk råd"
    assert Role.objects.get(organisation=region).kind == RoleKind.ADMINISTRATOR
    assert "Kongsbergregionen (region)" in said


def test_a_network_needs_no_organisation_number(db, begin):
    begin(new_network="Nettverk for heimetenester")

    assert Organisation.objects.get(kind=Kind.NETWORK).org_number == ""


def test_a_wrong_organisation_number_leaves_nothing_behind(db, begin):
    with pytest.raises(CommandError, match="check digit"):
        begin(new_region="Kongsbergregionen", org_number="123456780")

    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


def test_a_region_is_not_made_twice(db, begin):
    begin(new_region="Kongsbergregionen")

    with pytest.raises(CommandError, match="--organisation"):
        begin(new_region="Kongsbergregionen", email="rune@example.no")

    assert Organisation.objects.count() == 1


def test_an_organisation_number_belongs_to_a_new_group(kongsberg, begin):
    with pytest.raises(CommandError, match="new region or network"):
        begin(organisation="3303", org_number="123456785")
