"""Addresses of the site: a stable contract, listed in the design and in ``docs/architecture``."""

from django.urls import include, path

from .applications import keeping_views
from .portal.api import api

handler400 = "gongkai.site.errors.bad_request"
handler404 = "gongkai.site.errors.page_not_found"

urlpatterns = [
    path("office/", include("gongkai.site.accounts.urls")),
    path("office/items/", include("gongkai.site.disclosure.urls")),
    path("office/applications/", include("gongkai.site.applications.urls")),
    path("calendar/<str:token>.ics", keeping_views.calendar_feed, name="calendar_feed"),
    path("office/disputes/", include("gongkai.site.disputes.urls")),
    path("office/reports/", include("gongkai.site.annual_reports.urls")),
    path("office/supervision/", include("gongkai.site.supervision.urls")),
    path("office/organs/", include("gongkai.site.organs.urls")),
    path("api/v1/", api.urls),
    path("", include("gongkai.site.portal.urls")),
]
