"""Going through pages by keys alone."""

# So many stops a page has at most.
MOST_STOPS = 60
HAS_FOCUS = "element => element === document.activeElement"


class Keyboard:
    """Answers by keys alone: over the head of each page with its skip link, then from control to control."""

    def __init__(self, page):
        self.page, self.keys, self.choices = page, 0, 0

    def press(self, name: str) -> None:
        """Press a button that leads to the next page."""
        self._go_to(self.page.get_by_role("button", name=name, exact=True))
        with self.page.expect_navigation():
            self._key("Enter")

    def tick(self, label: str) -> None:
        target = self.page.get_by_label(label, exact=True)
        self._go_to(target)
        self._key("Space")
        assert target.is_checked()

    def _go_to(self, target) -> None:
        self.choices += 1
        if not self.page.evaluate("document.querySelector('main').matches(':focus-within')"):
            self._key("Tab")
            self._key("Enter")
            self.page.wait_for_url("**#inhalt")
        for _stop in range(MOST_STOPS):
            self._key("Tab")
            if target.evaluate(HAS_FOCUS):
                return
        raise AssertionError(f"Tab never reaches {target}")

    def _key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.keys += 1
