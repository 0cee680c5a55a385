"""The measurement: servers side by side, short runs in turn, medians over the rounds."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from statistics import median
from subprocess import Popen

from benchmarks.client import Run, fetch, load, seconds_of
from benchmarks.pages import PAGES, cached, uncached
from benchmarks.scratch import Catalogue, scratch
from benchmarks.servers import megabytes, server
from portal.serving import collect_static_files

# Enough that both processes always have something to do, whichever of them the kernel hands a connection to.
MANY = 8
# Times of answers are taken without a queue.
ONE = 1
KINDS = ("cached", "database", "uncached", "uncached, large")
GROWING = ("list", "search", "misspelt", "detail")
# Never kept: each is made anew.
BROCHURE = "/angebote/broschuere.pdf?ort=beispielgemeinde-1"
STYLESHEET = re.compile(r'href="(/static/[^"]+\.css)"')


@dataclass(frozen=True)
class Plan:
    """Sizes of the catalogues, offers a municipality, length of a run in seconds, and number of rounds."""

    small: int
    large: int
    city: int
    each: int
    seconds: float
    rounds: int

    def catalogues(self) -> dict[str, Catalogue]:
        return {
            "small": Catalogue(self.small, self.small // self.each),
            "large": Catalogue(self.large, self.large // self.each),
            "city": Catalogue(self.city, 1),
        }


@dataclass
class Bench:
    """The servers by name, what is to be run, and every run so far by name."""

    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, Popen] = field(default_factory=dict)
    todo: dict[tuple[str, ...], tuple[int, Iterator[str], int]] = field(default_factory=dict)
    runs: dict[tuple[str, ...], list[Run]] = field(default_factory=lambda: defaultdict(list))

    def middle(self, *name: str, of: Callable[[Run], float]) -> float:
        return median(of(run) for run in self.runs[name])

    def rate(self, *name: str) -> float:
        return self.middle(*name, of=lambda run: run.rate)

    def milliseconds(self, percent: int, *name: str) -> float:
        return 1000 * self.middle(*name, of=lambda run: run.percentile(percent))

    def share(self, name: tuple[str, ...], other: tuple[str, ...]) -> float:
        """How many times as fast as the other, both measured in the same round."""
        return median(one.rate / two.rate for one, two in zip(self.runs[name], self.runs[other], strict=True))


def measure(plan: Plan, *, folder: Path) -> Iterator[str]:
    """Lines of the report. Databases and servers exist while it is being written only."""
    collect_static_files()
    with ready(plan, folder) as bench:
        for port, addresses, _connections in bench.todo.values():
            # Not counted: whoever comes first waits until the words of the search are loaded, in each process.
            load(port, addresses, connections=MANY, seconds=plan.seconds / 3)
        for _ in range(plan.rounds):
            for name, (port, addresses, connections) in bench.todo.items():
                bench.runs[name].append(load(port, addresses, connections=connections, seconds=plan.seconds))
        yield from speeds(bench, plan)
        yield from growth(bench, plan)
        yield from paper(bench, plan)
        yield from sizes(bench)


@contextmanager
def ready(plan: Plan, folder: Path) -> Iterator[Bench]:
    """All catalogues and servers, and the pages that the bare views return."""
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench()
    with ExitStack() as stack:
        catalogues = {name: stack.enter_context(scratch(made)) for name, made in plan.catalogues().items()}
        own = {"STATE_DIR": str(folder), "BENCH_PAGES": str(folder)}
        kinds = {name: catalogue.environment | own for name, catalogue in catalogues.items()}
        kinds["database"] = kinds["small"] | {"CATALOGUE_VERSION": "database"}
        kinds["bare"] = kinds["small"] | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        for name, environment in kinds.items():
            bench.ports[name], bench.processes[name] = stack.enter_context(server(environment))
        for page in PAGES:
            folder.joinpath(page).write_bytes(fetch(bench.ports["small"], next(cached(page))).body)
        plan_runs(bench, catalogues)
        yield bench


def plan_runs(bench: Bench, catalogues: dict[str, Catalogue]) -> None:
    """What is compared stands side by side."""
    for page in PAGES:
        bench.todo["bare", page] = (bench.ports["bare"], repeat(f"/bare/{page}/"), MANY)
        bench.todo["cached", page] = (bench.ports["small"], cached(page), MANY)
        bench.todo["database", page] = (bench.ports["database"], cached(page), MANY)
        bench.todo["uncached", page] = (bench.ports["small"], uncached(page, catalogues["small"]), MANY)
        bench.todo["uncached, large", page] = (bench.ports["large"], uncached(page, catalogues["large"]), MANY)
    for page in GROWING:
        for size in ("small", "large"):
            bench.todo[size, page] = (bench.ports[size], uncached(page, catalogues[size]), ONE)
    bench.todo["city", "list"] = (bench.ports["city"], uncached("list", catalogues["city"]), ONE)


def speeds(bench: Bench, plan: Plan) -> Iterator[str]:
    """Answers a second of the bare view, and of the product as shares of it."""
    yield f"| page | bare, a second | cached, stamp | cached, database | uncached | uncached, {plan.large} offers |"
    yield "|---|---|---|---|---|---|"
    for page in PAGES:
        shares = " | ".join(f"{bench.share((kind, page), ('bare', page)):.3f}" for kind in KINDS)
        yield f"| {page} | {bench.rate('bare', page):.0f} | {shares} |"


def growth(bench: Bench, plan: Plan) -> Iterator[str]:
    yield f"| page | {plan.small} offers: p50, p95 ms | {plan.large} offers: p50, p95 ms | growth of p95 |"
    yield "|---|---|---|---|"
    for page in GROWING:
        small, large = (bench.milliseconds(95, size, page) for size in ("small", "large"))
        medians = [bench.milliseconds(50, size, page) for size in ("small", "large")]
        yield f"| {page} | {medians[0]:.1f}, {small:.1f} | {medians[1]:.1f}, {large:.1f} | {large / small:.2f} |"
    city, town = (bench.milliseconds(50, size, "list") for size in ("city", "small"))
    yield f"List of {plan.city} offers in one city: {city:.1f} ms, {city / town:.1f} times one of {plan.each}."


def paper(bench: Bench, plan: Plan) -> Iterator[str]:
    """From the click to the last byte: reading, codes, a process of its own."""
    first, *others = (seconds_of(bench.ports["small"], BROCHURE) for _ in range(plan.rounds + 1))
    again = median(others)
    lists = again * bench.rate("small", "list")
    took = f"{1000 * first:.0f} ms, again {1000 * again:.0f} ms"
    yield f"Brochure of {plan.each} offers: {took}, as long as {lists:.0f} lists"


def sizes(bench: Bench) -> Iterator[str]:
    for name, process in bench.processes.items():
        yield f"Memory of the server „{name}“: {', '.join(f'{each:.0f} MB' for each in megabytes(process))}"
    for page in PAGES:
        html, css, raw = weight(bench.ports["small"], next(cached(page)))
        yield f"First view of {page}: {html} bytes of HTML and {css} of CSS over the wire ({raw} raw)"


def weight(port: int, address: str) -> tuple[int, int, int]:
    """Bytes over the wire of a page and of its stylesheets, and of these uncompressed."""
    html = fetch(port, address)
    sheets = [fetch(port, href) for href in STYLESHEET.findall(html.text)]
    return html.size, sum(sheet.size for sheet in sheets), sum(len(sheet.text.encode()) for sheet in sheets)
