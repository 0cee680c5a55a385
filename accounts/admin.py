"""Accounts at the desk."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import forget_devices

# Roles come from the table of rights; devices hold secrets.
admin.site.unregister([Group, User, StaticDevice, TOTPDevice])


class NewPasswordForm(AdminPasswordChangeForm):
    # Without Django's choice of an account without a password: nobody could come in.
    usable_password = None


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Whoever gets an account here works at the desk; what they may do there says their role."""

    add_form = UserCreationForm
    change_password_form = NewPasswordForm
    list_display = ("username", "first_name", "last_name", "email", "roles", "is_active")
    list_filter = ("is_active", "groups")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rechte"), {"fields": ("is_active", "groups")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "email", "password1", "password2")}),)
    actions = ("forget_second_factor",)

    def get_queryset(self, request):
        """Whoever isn't a superuser doesn't see superusers: changing their password would make one."""
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Rollen"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.action(description=_("Zweiten Faktor zurücksetzen"), permissions=["change"])
    def forget_second_factor(self, request, queryset):
        forget_devices(users=queryset)
        self.message_user(
            request, _("Beim nächsten Anmelden wird der zweite Faktor neu eingerichtet."), messages.SUCCESS
        )
