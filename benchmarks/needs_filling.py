"""The needs form under load: people fill it in at a steady pace, page by page, and nothing of it is lost.

A save is what somebody waits for after a tap: the page is sent, kept, and the next one comes. Each person comes from a
network of their own (addresses of the loopback), begins, answers every page up to the receipt, and another one comes.
At the end the database is asked whether every page whose saving was confirmed stands there as it was typed, and whether
every receipt was sent. Before, with one visitor: a page of the form beside the home page, neither of them kept.
"""

import argparse
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from statistics import median, quantiles
from threading import Lock
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from benchmarks.client import load  # noqa: E402
from benchmarks.scratch import Catalogue, connect, scratch  # noqa: E402
from benchmarks.servers import server  # noqa: E402
from needs.keys import key_digest  # noqa: E402
from portal import embedded_database, local_trial  # noqa: E402
from portal.serving import collect_static_files  # noqa: E402

# The real questionnaire, districts and parts of life; an open call that asks, and no answers yet.
FILLING = (
    ("load_kaiserslautern", "--publish"),
    ("load_example_participation", "--answers", "0"),
)
START, CHECK, DONE = "/bedarf/", "pruefen", "fertig"
NETWORKS, ROUNDS = 200, 5
CHOICE = re.compile(r'name="antwort" value="([^"]*)"')
TEXT = "Beispiel: Am Sonntag fehlt ein Bus."
OK, SEE_OTHER = 200, 303


class NotSaved(Exception):
    """A page answered something else than it should; the text is the status and the address."""


@dataclass
class Log:
    """What the server has confirmed, and how long it took, in seconds."""

    pages: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    posts: list[float] = field(default_factory=list)
    gets: list[float] = field(default_factory=list)
    reopened: int = 0


class Pace:
    """Gives out moments, so many a second, whether or not the server is ready; none after the end."""

    def __init__(self, rate: float, seconds: float):
        self.started = time.perf_counter()
        self.rate, self.last = rate, round(rate * seconds)
        self.numbers, self.lock = count(), Lock()

    def wait(self) -> bool:
        with self.lock:
            number = next(self.numbers)
        if number >= self.last:
            return False
        time.sleep(max(0.0, self.started + number / self.rate - time.perf_counter()))
        return True


class Person:
    """Somebody at a device of their own."""

    def __init__(self, port: int, number: int, log: Log):
        source = (f"127.1.{1 + number % NETWORKS}.1", 0)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=source)
        self.number, self.log = number, log

    def fill_in(self, pace: Pace) -> None:
        """From the first page to the receipt, or as far as the time goes."""
        address, key = self.begin()
        text = self.ask(address)
        while not address.endswith(f"/{DONE}/") and pace.wait():
            page = address.split("/")[3]
            answers, typed = self.answers_of(page, text)
            started = time.perf_counter()
            following = self.post(address, typed)
            posted = time.perf_counter()
            # Confirmed: from here on it may not be lost.
            if page == CHECK:
                self.log.sent.add(key)
            else:
                self.log.pages[key][page] = answers
            text = self.ask(following)
            self.log.posts.append(posted - started)
            self.log.gets.append(time.perf_counter() - posted)
            address = following
        self.connection.close()

    def begin(self) -> tuple[str, str]:
        self.ask(START)
        address = self.post(START, [])
        key = address.split("/")[2]
        self.log.pages[key] = {}
        return address, key

    def answers_of(self, page: str, text: str) -> tuple[list[str], list[tuple[str, str]]]:
        """What is chosen on a page, and how it is sent."""
        choices = CHOICE.findall(text)
        if page == "mehr":
            chosen = ["nein"]
        elif 'type="checkbox"' in text:
            # The last ones stand alone: "Weiß ich nicht".
            chosen = choices[self.number % 2 : self.number % 2 + 1]
        else:
            chosen = [choices[self.number % len(choices)]] if choices else []
        if 'name="text"' in text:
            return [TEXT], [("text", TEXT), ("weiter", "ja")]
        button = [("weiter", "ja")] if 'type="checkbox"' in text else []
        return chosen, [("antwort", choice) for choice in chosen] + button

    def ask(self, address: str) -> str:
        answer, text = self.request("GET", address)
        if answer.status != OK:
            raise NotSaved(f"{answer.status} {address}")
        return text

    def post(self, address: str, typed: list[tuple[str, str]]) -> str:
        answer, _text = self.request("POST", address, urlencode(typed))
        if answer.status != SEE_OTHER:
            raise NotSaved(f"{answer.status} {address} {typed}")
        return answer.headers["Location"]

    def request(self, method: str, address: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        """Where the server has closed the connection meanwhile it is opened anew, once, and counted."""
        headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        except ConnectionError:
            self.connection.close()
            self.log.reopened += 1
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        return answer, answer.read().decode()


def come(port: int, *, rate: float, seconds: float, people: int) -> tuple[Log, float]:
    """So many saves a second by so many people at once; what was confirmed, and how long it took."""
    pace, log, numbers = Pace(rate, seconds), Log(), count()

    def one_after_the_other(_seat: int) -> None:
        while pace.wait():
            Person(port, next(numbers), log).fill_in(pace)

    with ThreadPoolExecutor(people) as seats:
        list(seats.map(one_after_the_other, range(people)))
    return log, time.perf_counter() - pace.started


def pages_beside_home(port: int, *, seconds: float) -> tuple[float, float, float]:
    """Seconds of the home page and of a page of the form, one visitor, in turn; and how many times as long."""
    person = Person(port, 0, Log())
    address, _key = person.begin()
    person.connection.close()
    visits = count()
    homes, forms = [], []
    for _round in range(ROUNDS + 1):
        homes.append(load(port, (f"/?besuch={visit}" for visit in visits), connections=1, seconds=seconds))
        forms.append(load(port, (address for _visit in visits), connections=1, seconds=seconds))
    # The first round fills what a process keeps.
    home, form = ([run.percentile(50) for run in runs[1:]] for runs in (homes, forms))
    return median(home), median(form), median(two / one for one, two in zip(home, form, strict=True))


def measure(*, rate: float, seconds: float, people: int) -> Iterator[str]:
    """Lines of the report."""
    folder = local_trial.FOLDER / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    collect_static_files()
    with ExitStack() as stack:
        catalogue = stack.enter_context(scratch(Catalogue(0, 0), *FILLING))
        port, _process = stack.enter_context(server(catalogue.environment | {"STATE_DIR": str(folder)}))
        home, form, share = pages_beside_home(port, seconds=min(1, seconds / 10))
        log, took = come(port, rate=rate, seconds=seconds, people=people)
        kept, sent = ask_database(catalogue, log)
    saves = len(log.posts)
    confirmed = sum(map(len, log.pages.values()))
    yield f"Home page {1000 * home:.1f} ms, page of the form {1000 * form:.1f} ms: {share:.2f} times"
    a_second, forms_a_minute = saves / took, 60 * len(log.sent) / took
    yield f"{len(log.pages)} people began; {saves} saves in {took:.0f} s: {a_second:.1f} a second"
    yield f"{len(log.sent)} forms sent: {forms_a_minute:.0f} a minute"
    yield f"In the database: {kept} of {confirmed} pages, {sent} of {len(log.sent)} sent forms"
    yield f"Connections that the server had closed: {log.reopened}"
    both = [one + two for one, two in zip(log.posts, log.gets, strict=True)]
    for words, times in (("saving", log.posts), ("next page", log.gets), ("both", both)):
        middle, late = (1000 * quantiles(times, n=100, method="inclusive")[percent - 1] for percent in (50, 95))
        yield f"{words}: p50 {middle:.0f} ms, p95 {late:.0f} ms, longest {1000 * max(times):.0f} ms"


def ask_database(catalogue: Catalogue, log: Log) -> tuple[int, int]:
    """How many of the confirmed pages stand there as they were typed, and how many of the receipts were sent."""
    with connect(catalogue.name) as connection:
        rows = connection.execute("SELECT key_digest, data, sent_at FROM needs_sheet").fetchall()
    kept = {digest: (data, sent_at) for digest, data, sent_at in rows}
    found = sum(
        kept[key_digest(key)][0].get(page) == answers
        for key, pages in log.pages.items()
        for page, answers in pages.items()
        if key_digest(key) in kept
    )
    return found, sum(1 for key in log.sent if key_digest(key) in kept and kept[key_digest(key)][1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.needs_filling", description=__doc__)
    parser.add_argument("--rate", type=float, default=50, help="pages saved a second")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--people", type=int, default=50, help="how many fill in at once")
    asked = parser.parse_args()
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded_database.running())
        for line in measure(rate=asked.rate, seconds=asked.seconds, people=asked.people):
            print(line, flush=True)


if __name__ == "__main__":
    main()
