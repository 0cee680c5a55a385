"""A small load client: as many connections as asked, each sends its next request when the last one is answered.

One process without threads, so that it takes little from the server's processors. It speaks as much HTTP/1.1 as our
servers need: keep-alive, Content-Length, chunks, and servers that close the connection after each answer.
"""

import gzip
import re
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import OK, HTTPConnection
from statistics import quantiles

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END_OF_CHUNKS = b"0\r\n\r\n"
MOST_AT_ONCE = 1 << 18
# A percentile needs two.
FEWEST = 2


class UnexpectedAnswer(Exception):
    """The server answered something else than 200; the text is the beginning of the answer."""


@dataclass
class Run:
    """What one run gave: its length and each answer's time, in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def percentile(self, percent: int) -> float:
        return quantiles(self.times, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True)
class Answer:
    """One answer as it goes over the wire, compressed."""

    body: bytes

    @property
    def size(self) -> int:
        return len(self.body)

    @property
    def text(self) -> str:
        return gzip.decompress(self.body).decode()


class Connection:
    """One connection to the server, opened again where the server has closed it."""

    def __init__(self, port: int, addresses: Iterator[str], selector: selectors.BaseSelector):
        self.port = port
        self.addresses = addresses
        self.selector = selector
        self.socket: socket.socket | None = None

    def ask(self) -> None:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.selector.register(self.socket, selectors.EVENT_READ, self)
        self.received = b""
        self.asked_at = time.perf_counter()
        self.socket.sendall(request(next(self.addresses), self.port))

    def has_answer(self) -> bool:
        """Take what has come; True when the answer is whole."""
        piece = self.socket.recv(MOST_AT_ONCE)
        self.received += piece
        if piece and not is_whole(self.received):
            return False
        if not self.received.startswith(b"HTTP/1.1 200"):
            raise UnexpectedAnswer(self.received[:300].decode(errors="replace"))
        if not piece or b"\r\nConnection: close\r\n" in self.received[:2000]:
            self.close()
        return True

    def close(self) -> None:
        if self.socket:
            self.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


def request(address: str, port: int) -> bytes:
    return f"GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def is_whole(received: bytes) -> bool:
    """Whether an answer with Content-Length or chunks has come completely; others end with the connection."""
    head, found, body = received.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    if length:
        return bool(found) and len(body) >= int(length[1])
    return body.endswith(END_OF_CHUNKS) and b"chunked" in head


def load(port: int, addresses: Iterator[str], *, connections: int, seconds: float) -> Run:
    """Ask for one address after the other, so many at the same time, for so long; on a busy machine till two answered.

    `addresses` must not end. Raises UnexpectedAnswer where an answer isn't 200.
    """
    run = Run()
    with selectors.DefaultSelector() as selector, ExitStack() as opened:
        started = time.perf_counter()
        for _ in range(connections):
            connection = Connection(port, addresses, selector)
            opened.callback(connection.close)
            connection.ask()
        while run.seconds < seconds or len(run.times) < FEWEST:
            for key, _events in selector.select(timeout=10):
                if key.data.has_answer():
                    run.times.append(time.perf_counter() - key.data.asked_at)
                    key.data.ask()
            run.seconds = time.perf_counter() - started
    return run


def fetch(port: int, address: str) -> Answer:
    connection = HTTPConnection("localhost", port, timeout=30)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    with connection.getresponse() as answer:
        body = answer.read()
        if answer.status != OK or answer.headers["Content-Encoding"] != "gzip":
            raise UnexpectedAnswer(f"{answer.status} {address} {answer.headers}")
    connection.close()
    return Answer(body)


def seconds_of(port: int, address: str) -> float:
    """How long one answer takes that nobody compresses, as a PDF."""
    connection = HTTPConnection("localhost", port, timeout=30)
    started = time.perf_counter()
    connection.request("GET", address)
    with connection.getresponse() as answer:
        answer.read()
        if answer.status != OK:
            raise UnexpectedAnswer(f"{answer.status} {address}")
    connection.close()
    return time.perf_counter() - started
