"""Accounts at the desk."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import forget_devices

# Roles come from the table of rights; devices hold secrets.
for model in (Group, User, StaticDevice, TOTPDevice):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class StaffAdmin(UserAdmin):
    list_display = ("username", "first_name", "last_name", "email", "roles", "is_active")
    list_filter = ("is_active", "groups")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rechte"), {"fields": ("is_active", "is_staff", "groups")}),
    )
    readonly_fields = ("last_login", "date_joined")
    actions = ("forget_second_factor",)

    def get_queryset(self, request):
        """Whoever isn't a superuser doesn't see superusers: changing their password would make one."""
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    @admin.display(description=_("Rollen"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.action(description=_("Zweiten Faktor zurücksetzen"), permissions=["change"])
    def forget_second_factor(self, request, queryset):
        forget_devices(users=queryset)
        self.message_user(
            request, _("Beim nächsten Anmelden wird der zweite Faktor neu eingerichtet."), messages.SUCCESS
        )
