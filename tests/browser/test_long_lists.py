"""Among hundreds of choices, somebody finds the one she looks for, and keeps what she has chosen."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.rooms.roadmap import stories


def test_a_long_list_is_narrowed_to_what_somebody_looks_for(screen, kari):
    roadmap = stories.a_roadmap(kari.acting_now)
    titles = [f"Digital vakt {number}" for number in range(1, 30)]
    ruter, *_ = [
        stories.a_candidate(roadmap, kari.acting_now, title=title)
        for title in ("Ruter", *titles, "Felles Mottak")
    ]
    at = screen()
    at.sign_in(kari.person)
    at.open(reverse("roadmap:conditions", args=[ruter.pk]))
    asked = at.page.get_by_role("group", name="Only together with")
    asked.get_by_label("Digital vakt 7").check()

    asked.get_by_role("searchbox", name="Find in the list").fill("mottak  FELLES")

    expect(asked.get_by_role("status")).to_have_text("Shown: 2 of 30")
    expect(asked.get_by_label("Felles Mottak")).to_be_visible()
    expect(asked.get_by_label("Digital vakt 8")).to_be_hidden()
    expect(asked.get_by_label("Digital vakt 7")).to_be_checked()
    asked.get_by_label("Felles Mottak").check()
    asked.get_by_role("searchbox").press("Enter")
    asked.get_by_role("searchbox").fill("")
    expect(asked.get_by_label("Digital vakt 8")).to_be_visible()
    at.press("Save")

    tied = sorted(str(each.other) for each in ruter.ties.all())
    assert tied == ["Digital vakt 7", "Felles Mottak"]
