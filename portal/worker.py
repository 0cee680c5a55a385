"""The worker: a program of its own that does what the portal has queued (docs/adr/0007)."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """Connections of its own for the queue; what a task defers goes through Django's, into the task's transaction."""

    def __init__(self, of_django):
        super().__init__(kwargs=connector_params(), min_size=1, max_size=4)
        self.of_django = of_django

    def get_sync_connector(self):
        return self.of_django


def work(*, wait: bool = True) -> None:
    """Work until a signal ends it; without `wait` until nothing is due."""
    with app.replace_connector(WorkerConnector(app.connector)):
        app.run_worker(wait=wait)
