"""What an organisation says of itself."""

from pytest_django.asserts import assertContains

from stafett.organisations.models import Organisation

ABOUT = "/organisasjon/om/"


def test_an_administrator_tells_what_the_organisation_is(client, anne):
    client.force_login(anne.person)
    told = {"default_language": "nn", "org_number": "974 760 673", "legal_form": "kommune"}

    client.post(ABOUT, told)

    page = client.get("/organisasjon/")
    assertContains(page, "974760673")
    assertContains(page, "nynorsk")


def test_a_number_with_a_wrong_check_digit_is_refused_and_kept(client, anne):
    client.force_login(anne.person)
    told = {"default_language": "nb", "org_number": "974760674", "legal_form": ""}

    page = client.post(ABOUT, told, headers={"Accept-Language": "en"})

    assertContains(page, "974760674 is not an organisation number")
    assertContains(page, 'value="974760674"')
    assert Organisation.objects.get(pk=anne.home.pk).org_number == ""


def test_a_leader_does_not_tell(client, kari):
    client.force_login(kari.person)

    assert client.get(ABOUT).status_code == 404
