"""Addresses of the room in the office."""

from django.urls import include, path

from . import views

app_name = "supervision"

urlpatterns = [
    path("", views.home, name="home"),
    path("patrol/", include("gongkai.site.supervision.patrol.urls")),
    path("orders/", include("gongkai.site.supervision.orders.urls")),
    path("points/", include("gongkai.site.supervision.points.urls")),
    path("voices/", include("gongkai.site.supervision.voices.urls")),
    path("training/", include("gongkai.site.supervision.training.urls")),
    path("assessment/", include("gongkai.site.supervision.assessment.urls")),
    path("briefing/", include("gongkai.site.supervision.briefing.urls")),
]
