"""Addresses of the room, below /office/applications/. A case has one key; its number names it to people."""

from django.urls import path

from . import act_urls, case_views, file_views, keeping_views, statistics_views, views

app_name = "applications"

urlpatterns = [
    path("", views.case_list, name="list"),
    path("find/", views.find, name="find"),
    path("statistics/", statistics_views.page, name="statistics"),
    path("statistics/cases/", statistics_views.behind, name="behind"),
    path("often/<slug:slug>/", statistics_views.often, name="often"),
    path("reminders/", keeping_views.reminders, name="reminders"),
    path("retention/<slug:slug>/", keeping_views.retention_page, name="retention"),
    path("certificates/<int:pk>/", keeping_views.certificate, name="certificate"),
    path("<int:pk>/folder/", keeping_views.folder, name="folder"),
    path("<int:pk>/convert/", keeping_views.convert, name="convert"),
    path("new/<slug:slug>/", views.new, name="new"),
    path("<int:pk>/", case_views.case_page, name="case"),
    path("<int:pk>/registered/", views.registered, name="registered"),
    path("<int:pk>/reveal/", case_views.reveal, name="reveal"),
    path("<int:pk>/evidence/", case_views.evidence, name="evidence"),
    path("<int:pk>/files/add/", file_views.add_file, name="add_file"),
    path("<int:pk>/files/<int:file>/", file_views.file, name="file"),
    path("<int:pk>/files/<int:file>/redact/", file_views.redact, name="redact"),
    path("<int:pk>/files/<int:file>/redact/<int:number>/", file_views.preview, name="preview"),
    *act_urls.urlpatterns,
]
