import pytest
from stafett.people import queries
from tests.factories import PersonFactory, PASSWORD

@pytest.mark.django_db
def test_way_in(client, kari):
    p = PersonFactory(name="Per Ås", email="per@example.no", password=None)
    link = queries.way_in(p)
    print(link)
    r = client.get(link, follow=True)
    print(r.redirect_chain, r.status_code, r.content.decode()[2000:6000])
    url = r.redirect_chain[-1][0]
    r = client.post(url, {"password1": "x", "password2": "y"})
    print(r.status_code, r.content.decode()[3000:7000])
    r = client.post(url, {"password1": "fisk-og-poteter-9", "password2": "fisk-og-poteter-9"}, follow=True)
    print(r.redirect_chain, r.status_code, r.wsgi_request.user)
    r = client.get(link, follow=True)
    print(r.redirect_chain, r.status_code, "no longer" in r.content.decode())

@pytest.mark.django_db
def test_inactive(client, kari):
    kari.person.is_active = False; kari.person.save()
    r = client.post("/logg-inn/", {"login": "KARI@example.no", "password": PASSWORD})
    print(r.status_code, r.headers)
    print(r.content.decode()[3000:7000])

@pytest.mark.django_db
def test_pwchange(client):
    p = PersonFactory(name="Per Ås", email="per@example.no", password=None)
    client.force_login(p)
    r = client.get("/passord/")
    print(r.status_code)
