"""The desk of the staff: Django's admin with a start page that says what is to do, and a second factor."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    PasswordResetCompleteView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.forms import ForgottenPasswordForm, SignInForm
from accounts.second_factor import is_missing
from accounts.views import second_factor_ask, second_factor_set_up
from concept import work as concept
from needs import work as needs
from offers import work as offers
from offers.models import Offer
from offers.views.offers import preview
from offers.work import Task
from portal.models import Job
from workshops import work as workshops


class Desk(AdminSite):
    site_header = site_title = _("Redaktion")
    index_title = _("Was ist zu tun?")
    site_url = "/"
    login_form = SignInForm
    index_template = "admin/desk.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not is_missing(request.user)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if super().has_permission(request) and is_missing(request.user):
            after = urlencode({REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME, "")})
            return redirect(f"{reverse('admin:second_factor')}?{after}")
        return super().login(request, extra_context)

    def index(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return super().index(request, {"tasks": tasks(request.user)})

    def get_urls(self):
        return [
            path("zweiter-faktor/", second_factor_ask, name="second_factor"),
            path("zweiter-faktor/einrichten/", second_factor_set_up, name="second_factor_set_up"),
            path("offers/offer/<int:pk>/vorschau/", self.admin_view(preview_offer), name="offers_offer_preview"),
            *super().get_urls(),
        ]


def tasks(user) -> list[Task]:
    """The to-do board: what every app has to do, and what is missing in the settings."""
    own = [] if settings.HELP_PHONE else [Task(_("Telefon für Hilfe: noch keine Nummer eingestellt"), 1, "")]
    if user.has_perm("portal.view_job"):
        failed = Job.objects.failed().count()
        if not settings.EMAIL_HOST:
            own.append(Task(_("E-Mails gehen nur in einen Ordner: noch kein Mailserver eingestellt"), 1, ""))
        own.append(Task(_("Fehlgeschlagene Aufgaben im Hintergrund"), failed, reverse("admin:portal_job_changelist")))
    now = timezone.now()
    waiting = (*own, *(task for app in (workshops, needs, concept, offers) for task in app.tasks_for(user, now=now)))
    return [task for task in waiting if task.count]


def preview_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page of an offer before it is published."""
    if not request.user.has_perm("offers.view_offer"):
        raise PermissionDenied
    return preview(request, get_object_or_404(Offer.objects.all(), pk=pk))


# A forgotten password: four pages with the names that Django's own templates know.
password_urls = [
    path("password_reset/", PasswordResetView.as_view(form_class=ForgottenPasswordForm), name="admin_password_reset"),
    path("password_reset/done/", PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("reset/<uidb64>/<token>/", PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("reset/done/", PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
