"""Where the apps and the admin are mounted; nothing else."""

from django.contrib import admin
from django.urls import include, path

from portal.desk import password_urls

urlpatterns = [
    path("", include("portal.page_urls")),
    path("", include("concept.urls")),
    path("", include("needs.urls")),
    path("", include("workshops.urls")),
    path("", include("offers.urls")),
    path("admin/", include(password_urls)),
    path("admin/", admin.site.urls),
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"
