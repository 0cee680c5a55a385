"""A real mail server for the tests, on a port of this machine."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.controller import Controller


class MailServer:
    """`letters` holds what arrived; while `refuses` is set it turns every letter away with that answer."""

    def __init__(self):
        self.letters: list[EmailMessage] = []
        self.refuses = ""

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuses:
            return self.refuses
        self.letters.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Line(Controller):
    """Hangs up before it stops: a connection that is still half open would fail some later test with a warning."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.calls = []

    def factory(self):
        self.calls.append(super().factory())
        return self.calls[-1]

    async def hang_up(self) -> None:
        if talking := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(talking, timeout=5)
        for call in self.calls:
            if call.transport:
                call.transport.close()


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """The server listens; its settings are in `host` and `port`."""
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Line(server, hostname="127.0.0.1", port=port)
    controller.start()
    server.host, server.port = "127.0.0.1", port
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(controller.hang_up(), controller.loop).result()
        controller.stop(no_assert=True)
