"""What people tell in these stories."""

from stafett.needs.models import Need
from tests.pages import Page, Reader

TOLD = {
    "title": "Vi kjører ut medisin åtte ganger om dagen",
    "problem": "Hjemmetjenesten kjører ut medisin åtte ganger om dagen til 140 hjem.",
    "affected_group": "140 brukere og 32 ansatte",
    "today": "8 turer om dagen, 2 300 km i uka",
    "sector": "health",
    "shared_with": "own",
    "lang": "nb",
}
NOTHING_DONE = {"null_alternative": "Det blir flere turer hvert år.", "null_worsens": "yes"}
SAID = {"what": "Jeg venter på medisinen hver kveld.", "actor_kind": "inhabitant", "count": "1"}


def tells(cast, told=None, **more):
    """Let somebody tell about a need, by the page; return it."""
    answer = Reader(cast).client.post("/behov/ny/", {**TOLD, **(told or {}), **more})
    assert answer.status_code == 302, Page(answer).summary
    return Need.objects.get(pk=answer.url.strip("/").split("/")[-1])


def path(need, *more):
    """Return the address of a need's page, or of one below it."""
    return "/".join([f"/behov/{need.pk}", *more, ""])


def changed(need, **more):
    """Return what the form for changing the need sends."""
    return {**TOLD, "title": need.title, "version": need.version, **more}
