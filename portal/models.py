"""The worker's jobs as the desk sees them. `portal` owns no tables: this one belongs to procrastinate."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

# A worker gives a sign of life every 10 seconds.
SIGN_OF_LIFE = timedelta(seconds=30)


class JobQuerySet(models.QuerySet["Job"]):
    def failed(self):
        return self.filter(status="failed")

    def due(self, now: datetime):
        return self.filter(models.Q(scheduled_at=None) | models.Q(scheduled_at__lte=now), status="todo")

    def stalled(self, now: datetime):
        """Begun by a worker that is gone, as after `kill -9`."""
        gone = models.Q(worker=None) | models.Q(worker__last_heartbeat__lt=now - SIGN_OF_LIFE)
        return self.filter(gone, status="doing")

    def ended_before(self, moment: datetime):
        """Whatever will never run again and last changed before."""
        return self.exclude(status__in=["todo", "doing"]).with_last_change().filter(last_change__lt=moment)

    def with_last_change(self):
        return self.annotate(last_change=models.Max("procrastinateevent__at"))

    def in_order(self):
        """As the worker takes them."""
        return self.order_by("-priority", "pk")


class Job(ProcrastinateJob):
    objects = JobQuerySet.as_manager()

    class Meta:
        proxy = True
        # Else emptying the tables between tests would stumble over the tables that refer to this one.
        managed = False
        default_permissions = ("view", "change")
        verbose_name = _("Aufgabe im Hintergrund")
        verbose_name_plural = _("Aufgaben im Hintergrund")

    def __str__(self):
        return f"{self.task_name} {self.pk}"
