"""The worker's failed jobs, for the operator."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from portal import jobs
from portal.models import Job

admin.site.unregister(ProcrastinateJob)


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """What the worker gave up. Its arguments are numbers of rows and nothing else."""

    list_display = ("number", "task", "arguments", "tries", "failed_at")
    fields = readonly_fields = list_display
    actions = ("try_again", "forget")

    def get_queryset(self, request):
        return super().get_queryset(request).failed().with_last_change().order_by("-pk")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("Nummer"))
    def number(self, job):
        return job.pk

    @admin.display(description=_("Aufgabe"))
    def task(self, job):
        return job.task_name

    @admin.display(description=_("Angaben"))
    def arguments(self, job):
        return ", ".join(f"{name}: {value}" for name, value in job.args.items())

    @admin.display(description=_("Versuche"))
    def tries(self, job):
        return job.attempts

    @admin.display(description=_("Fehlgeschlagen am"))
    def failed_at(self, job):
        return job.last_change

    @admin.action(description=_("Noch einmal versuchen"), permissions=["change"])
    def try_again(self, request, queryset):
        count = jobs.try_again(jobs=queryset, now=timezone.now())
        said = ngettext("%d Aufgabe wird noch einmal versucht.", "%d Aufgaben werden noch einmal versucht.", count)
        self.message_user(request, said % count, messages.SUCCESS)

    @admin.action(description=_("Nicht mehr versuchen"), permissions=["change"])
    def forget(self, request, queryset):
        count = jobs.forget(jobs=queryset)
        said = ngettext("%d Aufgabe ist gelöscht.", "%d Aufgaben sind gelöscht.", count)
        self.message_user(request, said % count, messages.SUCCESS)
