"""manage.py serve: what `make run` calls."""

import signal
from contextlib import suppress

from django.core.management.base import BaseCommand

from portal import local_trial, processes, serving


class Command(BaseCommand):
    help = "Bringt den Probebetrieb auf diesem Rechner auf den neuesten Stand und startet ihn."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port: int, **options):
        processes.end_with_parent()
        # SIGTERM ends this program as Ctrl-C does, so that the embedded database is stopped, too. Ctrl-C is heard
        # although a script's shell hides it from what it starts in the background.
        heard: list[int] = []

        def end(number: int, _frame) -> None:
            heard.append(number)
            raise KeyboardInterrupt

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        address = f"http://localhost:{port}"
        try:
            # Ctrl-C while it is still being prepared is an end like any other.
            with suppress(KeyboardInterrupt), processes.only_one(local_trial.FOLDER / "serving", address):
                self.serve(port, address, heard)
        except processes.AlreadyRunning as running:
            raise SystemExit(f"Das Portal läuft schon: {running}") from running
        self.stdout.write("Beendet.")

    def serve(self, port: int, address: str, heard: list[int]) -> None:
        if not processes.is_free(port):
            raise SystemExit(f"Der Port {port} ist belegt. Wählen Sie einen anderen: make run PORT={port + 1}")
        serving.prepare(self.stdout.write)
        if heard:
            # Python drops what is raised while it tidies up or calls back; the end was asked for all the same.
            raise KeyboardInterrupt
        self.stdout.write(f"Das Portal läuft: {address}  (Beenden: Strg-C)")
        self.stdout.flush()
        serving.serve(port, self.stdout.write)
