"""A need on its way from one person's head to a page that others read."""

from pytest_django.asserts import assertContains, assertNotContains

from stafett.needs.models import Need

TOLD = {
    "title": "Vi kjører ut medisin åtte ganger om dagen",
    "problem": "Hjemmetjenesten kjører ut medisin åtte ganger om dagen til 140 hjem.",
    "affected_group": "140 brukere og 32 ansatte",
    "today": "8 turer om dagen, 2 300 km i uka",
    "sector": "health",
    "shared_with": "own",
    "lang": "nb",
}


def test_kari_tells_about_a_need_and_only_her_own_see_it(client, kari, siri):
    client.force_login(kari.person)
    client.post("/behov/ny/", TOLD)
    need = Need.objects.get()

    assertContains(client.get(f"/behov/{need.pk}/"), TOLD["title"])
    client.force_login(siri.person)
    assert client.get(f"/behov/{need.pk}/").status_code == 404
    assertNotContains(client.get("/behov/"), TOLD["title"])


def test_siri_says_that_they_have_this_too(client, kari, siri):
    client.force_login(kari.person)
    client.post("/behov/ny/", {**TOLD, "shared_with": "public"})
    need = Need.objects.get()

    client.force_login(siri.person)
    client.post(f"/behov/{need.pk}/hos-oss/", {"note": "Ni ganger hos oss"})

    client.force_login(kari.person)
    assertContains(client.get(f"/behov/{need.pk}/"), "Ni ganger hos oss")
