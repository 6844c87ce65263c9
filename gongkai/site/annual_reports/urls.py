"""Addresses of the room in the office."""

from django.urls import path

from . import views

app_name = "annual_reports"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("upload/<slug:slug>/", views.upload, name="upload"),
    path("files/<int:pk>/", views.source_file, name="file"),
    path("<int:pk>/", views.version_page, name="version"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:slug>/<int:year>/correction/", views.start_correction, name="start_correction"),
]
