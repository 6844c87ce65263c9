"""Addresses of the room in the office."""

from django.urls import include, path

from . import batch_views, compile_views, findings_views, review_views, views

app_name = "annual_reports"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("upload/<slug:slug>/", views.upload, name="upload"),
    path("compile/<slug:slug>/", compile_views.compile_page, name="compile"),
    path("files/<int:pk>/", views.source_file, name="file"),
    path("batches/", batch_views.batch_list, name="batches"),
    path("batches/<int:pk>/", batch_views.batch_page, name="batch"),
    path("batches/files/<int:pk>/", batch_views.batch_file, name="batch_file"),
    path("batches/files/<int:pk>/source/", batch_views.batch_source, name="batch_source"),
    path("batches/files/<int:pk>/drop/", batch_views.batch_drop, name="batch_drop"),
    path("findings/<int:year>/", findings_views.year_page, name="findings"),
    path("totals/", include("gongkai.site.annual_reports.totals.urls")),
    path("<int:pk>/", views.version_page, name="version"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/review/", review_views.review, name="review"),
    path("<int:pk>/differences/", compile_views.differences, name="differences"),
    path("<int:pk>/sections/<int:number>/", compile_views.section, name="section"),
    path("<int:pk>/judge/", views.judge, name="judge"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:slug>/<int:year>/correction/", views.start_correction, name="start_correction"),
]
