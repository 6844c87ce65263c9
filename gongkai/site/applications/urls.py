"""Addresses of the room, below /office/applications/."""

from django.urls import path

from . import act_urls, views

app_name = "applications"

urlpatterns = [
    path("", views.case_list, name="list"),
    path("<int:pk>/", views.case_page, name="case"),
    *act_urls.urlpatterns,
]
