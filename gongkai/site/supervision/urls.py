"""Addresses of the room in the office."""

from django.urls import include, path

from . import views

app_name = "supervision"

urlpatterns = [
    path("", views.home, name="home"),
    path("briefing/", include("gongkai.site.supervision.briefing.urls")),
]
