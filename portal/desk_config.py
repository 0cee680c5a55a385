"""Apart from apps.py: Django would take this for the configuration of `portal` itself."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "portal.desk.Desk"
