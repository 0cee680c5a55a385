"""The load client, against small servers that speak HTTP in the ways ours do."""

import socket
from contextlib import contextmanager, suppress
from itertools import repeat
from threading import Thread

import pytest

from benchmarks.client import Run, UnexpectedAnswer, is_whole, load


def answer_all(connection: socket.socket, answer: bytes, closes: bool) -> None:
    with connection:
        while connection.recv(10_000):
            connection.sendall(answer)
            if closes:
                return


@contextmanager
def answering(answer: bytes, *, closes: bool):
    """A server that gives every request the same answer; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            # The client hangs up when its time is over.
            with suppress(OSError):
                while True:
                    answer_all(listening.accept()[0], answer, closes)

        Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("answer", "closes"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\n\r\nok", True),
    ],
)
def test_load_counts_whole_answers(answer, closes):
    with answering(answer, closes=closes) as port:
        run = load(port, repeat("/"), connections=1, seconds=0.2)
    assert len(run.times) > 10
    assert run.seconds >= 0.2
    assert run.rate == len(run.times) / run.seconds


def test_load_waits_for_as_many_answers_as_a_percentile_needs():
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", closes=False) as port:
        run = load(port, repeat("/"), connections=1, seconds=0)
    assert len(run.times) == 2


def test_load_refuses_an_error_page():
    answer = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
    with answering(answer, closes=False) as port, pytest.raises(UnexpectedAnswer, match=r"^HTTP/1.1 500 "):
        load(port, repeat("/"), connections=1, seconds=0.2)


def test_an_answer_in_pieces_is_not_whole():
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    assert [size for size in range(len(answer) + 1) if is_whole(answer[:size])] == [len(answer)]


def test_percentile_of_a_run():
    assert Run(seconds=1.0, times=[0.01 * number for number in range(101)]).percentile(95) == pytest.approx(0.95)
