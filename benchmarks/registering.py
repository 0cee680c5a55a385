"""Registrations under load: people register for one workshop at a steady pace, through every page, and none is lost.

Each comes from a network of its own (addresses of the loopback), opens the workshop's page and goes on to the receipt:
eleven requests. A third wants mail, which the worker writes meanwhile. At the end the database is asked whether every
receipt is a registration and whether the seats add up.
"""

import argparse
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from statistics import quantiles
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from benchmarks.scratch import MANAGE, Catalogue, connect, manage, scratch  # noqa: E402
from benchmarks.servers import server  # noqa: E402
from portal import embedded_database, local_trial  # noqa: E402
from portal.processes import end_with_parent  # noqa: E402
from portal.serving import collect_static_files  # noqa: E402

WORKSHOP = "/mitmachen/beispiel-wege-und-einkaufen/"
# The example begins with a party of its own.
REGISTERED_BEFORE = 1
AT_ONCE = 16
NETWORKS = 200
CONTACTS = (
    {"way": "phone", "phone": "0631 5550123"},
    {"way": "letter", "street": "Musterweg 1", "postal_code": "67655", "town": "Kaiserslautern"},
    {"way": "mail", "email": "beispiel@example.org"},
)
RECEIPT = "Danke für Ihre Anmeldung"


class NotRegistered(Exception):
    """A page answered something else than it should; the text is the status and the address."""


@dataclass(frozen=True)
class Done:
    """One registration: all of it and the slowest page, in seconds, and connections that were opened again."""

    whole: float
    slowest: float
    reopened: int


class Visitor:
    """Somebody at a telephone of their own."""

    def __init__(self, port: int, number: int):
        network = 1 + number % NETWORKS
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(f"127.1.{network}.1", 0))
        self.number = number
        self.slowest = 0.0
        self.reopened = 0

    def ask(self, address: str, typed: dict[str, str] | None = None) -> tuple[str, str]:
        """Where the answer leads ("" for a page) and its text."""
        started = time.perf_counter()
        body = None if typed is None else urlencode(typed)
        headers = {"Host": "localhost"} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        answer = self.answer("GET" if typed is None else "POST", address, body, headers)
        text = answer.read().decode()
        self.slowest = max(self.slowest, time.perf_counter() - started)
        if answer.status not in (200, 302, 303):
            raise NotRegistered(f"{answer.status} {address}")
        return answer.headers.get("Location", ""), text

    def answer(self, *request) -> HTTPResponse:
        """The answer; where the server has closed the connection meanwhile it is opened anew, once, and counted."""
        try:
            self.connection.request(*request)
            return self.connection.getresponse()
        except ConnectionError:
            self.connection.close()
            self.reopened += 1
            self.connection.request(*request)
            return self.connection.getresponse()

    def register(self) -> Done:
        started = time.perf_counter()
        self.ask(WORKSHOP)
        page, _text = self.ask(f"{WORKSHOP}anmelden/")
        pages = (
            {"name_1": f"Beispiel {self.number}", "group_1": "older_people"},
            CONTACTS[self.number % len(CONTACTS)],
            {},
            {"absenden": "ja"},
        )
        for typed in pages:
            self.ask(page)
            page, _text = self.ask(page, typed)
        _nowhere, text = self.ask(page)
        self.connection.close()
        if RECEIPT not in text:
            raise NotRegistered(f"no receipt at {page}")
        return Done(time.perf_counter() - started, self.slowest, self.reopened)


def come(port: int, *, rate: float, number: int) -> list[Done]:
    """So many people, so many a minute, whether or not those before them are ready."""
    started = time.perf_counter()

    def visit(person: int) -> Done:
        time.sleep(max(0.0, started + person * 60 / rate - time.perf_counter()))
        return Visitor(port, person).register()

    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(visit, range(number)))


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen([*MANAGE, "worker"], env=environment, preexec_fn=end_with_parent) as process:
        try:
            yield
        finally:
            process.terminate()


def measure(*, rate: float, minutes: float) -> Iterator[str]:
    """Lines of the report."""
    number = round(rate * minutes)
    folder = local_trial.FOLDER / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    collect_static_files()
    with ExitStack() as stack:
        catalogue = stack.enter_context(scratch(Catalogue(20, 1)))
        manage(catalogue, "load_examples")
        environment = catalogue.environment | {"STATE_DIR": str(folder)}
        port, _process = stack.enter_context(server(environment))
        stack.enter_context(worker(environment))
        started = time.perf_counter()
        done = come(port, rate=rate, number=number)
        seconds = time.perf_counter() - started
        kept = ask_database(catalogue)
    yield f"{number} registrations in {seconds:.0f} s: {60 * number / seconds:.0f} a minute, {len(done)} receipts"
    yield f"In the database: {kept[0] - REGISTERED_BEFORE} registrations; seats given {kept[1]}, counted {kept[2]}"
    yield f"Connections that the server had closed: {sum(one.reopened for one in done)}"
    for words, times in (
        ("whole registration", [one.whole for one in done]),
        ("slowest page", [one.slowest for one in done]),
    ):
        middle, late = (1000 * quantiles(times, n=100, method="inclusive")[percent - 1] for percent in (50, 95))
        yield f"{words}: p50 {middle:.0f} ms, p95 {late:.0f} ms, longest {1000 * max(times):.0f} ms"


def ask_database(catalogue: Catalogue) -> tuple[int, int, int]:
    """Registrations of the workshop, its seats given by its own column, and by its registrations."""
    with connect(catalogue.name) as connection:
        return connection.execute(
            """SELECT count(*), max(w.seats_taken), sum(r.people) FILTER (WHERE r.seat IN ('seated', 'promised'))
            FROM workshops_registration r JOIN workshops_workshop w ON w.id = r.workshop_id WHERE w.slug = %s""",
            [WORKSHOP.split("/")[2]],
        ).fetchone()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registering", description=__doc__)
    parser.add_argument("--rate", type=float, default=200, help="people a minute")
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded_database.running())
        for line in measure(rate=asked.rate, minutes=asked.minutes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
