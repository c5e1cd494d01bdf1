"""What each of the crowd does: signs in as somebody of the demo, reads, and now and then writes."""

import random
import re

from locust import FastHttpUser, constant, task

LISTS = ("/", "/behov/", "/stafettbanen/", "/veikart/", "/laering/", "/tiltak/", "/resultater/")
PERSON = re.compile(r'name="person"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="person"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINK = re.compile(r'href="(/(?:behov|tiltak|gevinst|gevinstlofte|stafettpinne|laering)/\d+/)"')
NEED = {
    "problem": "Vi taster det samme to ganger, og rekker ikke resten av dagens oppgaver.",
    "affected_group": "Fire på servicetorget",
    "today": "40 minutter om dagen",
    "sector": "administration",
    "shared_with": "own",
    "lang": "nb",
}


class Somebody(FastHttpUser):
    """One person with a browser."""

    wait_time = constant(10)

    def on_start(self) -> None:
        """Sign in by the demo's button, as one of those it lists."""
        page = self.client.get("/demo/", name="choose who to be").text
        people = [one or other for one, other in PERSON.findall(page)]
        self.links: list[str] = []
        self.client.post(
            "/demo/inn/",
            {"person": random.choice(people), "csrfmiddlewaretoken": _token(page)},  # noqa: S311
            name="sign in",
        )

    @task(10)
    def look_at_a_list(self) -> None:
        """Open one of the five words of the menu, or what they lead to."""
        path = random.choice(LISTS)  # noqa: S311
        page = self.client.get(path, name=path).text
        self.links = LINK.findall(page) or self.links

    @task(10)
    def follow_a_link(self) -> None:
        """Open what the last list named."""
        path = random.choice(self.links or ["/"])  # noqa: S311
        self.client.get(path, name=re.sub(r"\d+", "N", path))

    @task(1)
    def tell_about_a_need(self) -> None:
        """Fill in the form everybody can fill in."""
        page = self.client.get("/behov/ny/", name="/behov/ny/").text
        title = f"Vi taster det to ganger, {random.randrange(10**9)}"  # noqa: S311
        told = {**NEED, "title": title, "csrfmiddlewaretoken": _token(page)}
        self.client.post("/behov/ny/", told, name="tell about a need")


def _token(page: str) -> str:
    found = TOKEN.search(page)
    return found.group(1) if found else ""
