"""The needs form in a browser: how a person goes through it, and what the pages say."""

# The questions with their answers, read off the check page; the link that changes one is no answer.
ANSWERS = """
[...document.querySelectorAll('dl.facts dt')].map(question => {
  const answer = question.nextElementSibling, link = answer.querySelector('a')?.innerText ?? ''
  return [question.innerText, answer.innerText.slice(0, answer.innerText.length - link.length).trim()]
})
"""


def begin(page, address: str) -> str:
    """Three answers as a person gives them; the address of their sheet."""
    page.goto(f"{address}/bedarf/")
    press(page, "Anfangen")
    page.get_by_label("Ältere Person", exact=True).check()
    press(page, "Weiter")
    press(page, "Für mich selbst")
    press(page, "Betzenberg")
    assert title(page) == "Wie alt sind Sie?"
    return page.url.rsplit("/", 2)[0]


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def title(page) -> str:
    return page.locator("h1").inner_text()


def text_field(page):
    return page.locator("textarea")


def ticked(page) -> list[str]:
    """The labels of what is ticked."""
    return page.locator("label:has(:checked)").all_inner_texts()


def open_all_topics(page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")


def answers(page, begun: str) -> dict[str, str]:
    """What the check page says was answered."""
    page.goto(f"{begun}/pruefen/")
    return {question: said for question, said in page.evaluate(ANSWERS) if said != "Keine Angabe"}


def code_on(page) -> str:
    return page.locator("main .phone--large").first.inner_text()


def shown_on(page) -> list[str]:
    """The pages that are shown from now on, in their order; a redirect shows none."""
    shown = []
    page.on(
        "response",
        lambda response: (
            shown.append(response.url)
            if response.request.is_navigation_request() and not 300 <= response.status < 400
            else None
        ),
    )
    return shown


def resume(page, address: str, code: str) -> list[str]:
    """Type a code; the pages it takes."""
    shown = shown_on(page)
    page.goto(f"{address}/code/")
    page.get_by_label("Ihr Code").fill(code)
    press(page, "Weiter")
    return shown
