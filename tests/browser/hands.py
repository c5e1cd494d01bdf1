"""Two ways to use a page: a hand on the mouse, and a hand on the keyboard alone."""

from playwright.sync_api import expect

MOST_TABS, MOST_ARROWS = 120, 30
FIELDS = "input, select, textarea"
OFFERS = """words => {
  const it = document.activeElement;
  const says = (one) => [...(one.labels || [])].some((label) => label.textContent.includes(words));
  const kind = it.type === 'radio' ? [...document.getElementsByName(it.name)] : [it];
  return ['radio', 'checkbox'].includes(it.type) && kind.some(says);
}"""


class Hand:
    """Somebody at a screen, as a story tells it."""

    def __init__(self, screen) -> None:
        self.screen, self.page = screen, screen.page

    def opens(self, path):
        self.screen.open(path)

    @property
    def address(self):
        return self.page.url.removeprefix(self.screen.home)

    def is_led_by(self, words):
        """The box with the next step says this."""
        expect(self.page.locator(".next-step").first).to_contain_text(words)

    def sees(self, part, words):
        expect(self.page.locator(part)).to_contain_text(words)


class Mouse(Hand):
    """Presses and fills in where people look."""

    def presses(self, words):
        main = self.page.locator("main")
        button = main.get_by_role("button", name=words)
        with self.page.expect_navigation():
            button.or_(main.get_by_role("link", name=words)).first.click()

    def sends(self, words):
        """Press the button, where a link to it says the same."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=words).click()

    def unfolds(self, words):
        self.page.locator("summary", has_text=words).click()

    def writes(self, question, text):
        self.page.get_by_label(question).fill(text)

    def dates(self, question, day):
        self.writes(question, day.isoformat())

    def picks(self, question, words):
        """Choose in a list what begins so."""
        listed = self.page.get_by_label(question)
        says = listed.locator("option").all_inner_texts()
        listed.select_option(label=next(each for each in says if each.startswith(words)))

    def picks_first(self, question):
        self.page.get_by_label(question).select_option(index=1)

    def ticks(self, words):
        self.page.get_by_label(words).first.check()


class Keyboard(Hand):
    """Never lets go of the keyboard."""

    def __init__(self, screen) -> None:
        super().__init__(screen)
        self.keys = screen.page.keyboard

    def comes_to(self, words, kind="*"):
        """Press the tabulator until something of a kind that says so has the focus."""
        self.screen.tab_to(words)
        while not self.page.evaluate(f"document.activeElement.matches('{kind}')"):
            self.screen.tab_to(words)

    def presses(self, words):
        self.comes_to(words)
        self.screen.enter()

    def sends(self, words):
        """Press the button, where a link to it says the same."""
        self.comes_to(words, "button")
        self.screen.enter()

    def unfolds(self, words):
        self.comes_to(words, "summary")
        self.keys.press("Enter")

    def writes(self, question, text):
        self.comes_to(question, FIELDS)
        self.keys.insert_text(text)

    def dates(self, question, day):
        """An American browser asks for month, day and year."""
        self.comes_to(question, FIELDS)
        self.keys.type(f"{day:%m%d%Y}")

    def picks(self, question, words):
        """What is typed in a list chooses what begins so."""
        self.comes_to(question, FIELDS)
        self.keys.type(words)

    def picks_first(self, question):
        self.comes_to(question, FIELDS)
        self.keys.press("ArrowDown")

    def ticks(self, words):
        """Come to a choice; among several of a kind the arrows go from one to the next."""
        for _each in range(MOST_TABS):
            self.keys.press("Tab")
            if self.page.evaluate(OFFERS, words):
                return self._goes_to(words)
        raise AssertionError(f"The tabulator never came to «{words}».")

    def _goes_to(self, words):
        for _each in range(MOST_ARROWS):
            if words in self.screen.focused():
                return self._is_ticked()
            self.keys.press("ArrowDown")
        raise AssertionError(f"The arrows never came to «{words}».")

    def _is_ticked(self):
        if not self.page.evaluate("document.activeElement.checked"):
            self.keys.press("Space")
