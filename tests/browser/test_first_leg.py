"""The first leg of the lap: two people in two municipalities, and one who passes by."""

from playwright.sync_api import expect

PROBLEM = (
    "Hjemmetjenesten kjører ut medisin åtte ganger om dagen til 140 hjem. "
    "To av tre turer er bare for å gi medisin."
)


def test_a_need_comes_from_karis_head_to_a_page_that_others_answer(screen, kari, siri):
    at_work = screen()
    at_work.sign_in(kari.person)
    at_work.press("Tell about a need")
    page = at_work.page
    page.get_by_label("In a few words").fill("Vi kjører ut medisin åtte ganger om dagen")
    page.get_by_label("What is the problem?").fill(PROBLEM)
    page.get_by_label("Who is affected?").fill("140 brukere og 32 ansatte")
    page.get_by_label("How is it today?").fill("8 turer om dagen, 2 300 km i uka")
    page.get_by_label("everybody, also without signing in").check()
    at_work.press("Register the need")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Vi kjører ut medisin åtte ganger om dagen"
    )

    on_a_phone = screen(width=360, scripts=False)
    on_a_phone.sign_in(siri.person)
    on_a_phone.open("/behov/?q=medisin")
    on_a_phone.press("Vi kjører ut medisin åtte ganger om dagen")
    on_a_phone.press("We have this too")
    on_a_phone.page.get_by_label("How is it with you?").fill("Ni ganger hos oss")
    on_a_phone.press("We have this too")
    expect(on_a_phone.page.locator("#same")).to_contain_text("Ni ganger hos oss")

    passing_by = screen(width=360)
    passing_by.open("/")
    passing_by.press("Vi kjører ut medisin åtte ganger om dagen")
    passing_by.press("Tell them something")
    passing_by.page.get_by_label("What should they know?").fill(
        "Mor venter inne til de har vært der."
    )
    passing_by.press("Send")
    expect(passing_by.page.locator("#contributions")).not_to_contain_text("Mor venter")

    at_work.open("/")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="Answer").click()
    at_work.press("Answer")
    page.get_by_label("Your answer").fill("Takk. Vi spør flere pårørende i mai.")
    at_work.press("Answer")

    passing_by.page.reload()
    expect(passing_by.page.locator("#contributions")).to_contain_text("Mor venter inne")
    expect(passing_by.page.locator("#contributions")).to_contain_text("Vi spør flere pårørende")


def test_the_same_by_keyboard_alone(screen, kari, siri):
    at_work = screen()
    at_work.open("/logg-inn/")
    at_work.write("E-mail address", kari.person.email)
    at_work.write("Password", "nordlys-over-fjorden")
    at_work.enter()

    at_work.tab_to("Tell about a need")
    at_work.enter()
    at_work.write("In a few words", "Foreldre ringer om skolebussen")
    at_work.write(
        "What is the problem?", "Seksti ringer hver mandag, og vi slår opp i samme liste."
    )
    at_work.write("Who is affected?", "400 familier")
    at_work.tab_to(kari.home.label)
    at_work.page.keyboard.press("ArrowUp")  # round to the last: everybody
    at_work.tab_to("Register the need")
    at_work.enter()
    expect(at_work.page.get_by_role("heading", level=1)).to_have_text(
        "Foreldre ringer om skolebussen"
    )
    address = at_work.page.url.removeprefix(at_work.home)

    elsewhere = screen()
    elsewhere.sign_in(siri.person)
    elsewhere.open(address)
    elsewhere.tab_to("We have this too")
    elsewhere.enter()
    elsewhere.write("How is it with you?", "Førti hos oss")
    elsewhere.enter()
    expect(elsewhere.page.locator("#same")).to_contain_text("Førti hos oss")


def test_similar_needs_show_while_siri_writes(screen, kari, siri):
    at_work = screen()
    at_work.sign_in(kari.person)
    at_work.open("/behov/ny/")
    at_work.page.get_by_label("In a few words").fill("Vi kjører ut medisin åtte ganger om dagen")
    at_work.page.get_by_label("What is the problem?").fill(PROBLEM)
    at_work.page.get_by_label("Who is affected?").fill("140 brukere")
    at_work.page.get_by_label("everybody, also without signing in").check()
    at_work.press("Register the need")

    elsewhere = screen()
    elsewhere.sign_in(siri.person)
    elsewhere.open("/behov/ny/")
    elsewhere.page.get_by_label("What is the problem?").fill(
        "Heimetenesta køyrer ut medisin mange gonger kvar dag."
    )
    expect(elsewhere.page.locator("#similar")).to_contain_text(
        "Vi kjører ut medisin åtte ganger om dagen"
    )
