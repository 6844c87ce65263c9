"""Addresses of the room in the office."""

from django.urls import include, path

from . import (
    batch_views,
    compile_views,
    findings_views,
    picture_views,
    progress_views,
    review_views,
    signoff_views,
    text_views,
    views,
)
from .models import Step
from .sheets import views as sheets

app_name = "annual_reports"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("upload/<slug:slug>/", views.upload, name="upload"),
    path("compile/<slug:slug>/", compile_views.compile_page, name="compile"),
    path("nil/<slug:slug>/", signoff_views.nil_page, name="nil"),
    path("files/<int:pk>/", views.source_file, name="file"),
    path("batches/", batch_views.batch_list, name="batches"),
    path("batches/<int:pk>/", batch_views.batch_page, name="batch"),
    path("batches/files/<int:pk>/", batch_views.batch_file, name="batch_file"),
    path("batches/files/<int:pk>/source/", batch_views.batch_source, name="batch_source"),
    path("batches/files/<int:pk>/drop/", batch_views.batch_drop, name="batch_drop"),
    path("findings/<int:year>/", findings_views.year_page, name="findings"),
    path("pictures/<slug:slug>/", picture_views.pictures_page, name="pictures"),
    path("overview/<slug:slug>/", picture_views.overview_page, name="overview"),
    path("self-check/", sheets.self_checks, name="self_checks"),
    path("self-check/<slug:slug>/<int:year>/<int:quarter>/", sheets.self_check_of, name="self_check"),
    path("website/", sheets.websites, name="websites"),
    path("website/<slug:slug>/<int:year>/", sheets.website_of, name="website"),
    path("records/<slug:slug>/<slug:figure>/", sheets.records, name="records"),
    path("collection/<int:year>/", sheets.collection_page, name="collection"),
    path("filing/", include("gongkai.site.annual_reports.filing.urls")),
    path("totals/", include("gongkai.site.annual_reports.totals.urls")),
    path("<int:pk>/", views.version_page, name="version"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/review/", review_views.review, name="review"),
    path("<int:pk>/differences/", compile_views.differences, name="differences"),
    path("<int:pk>/sections/<int:number>/", text_views.section, name="section"),
    path("<int:pk>/signed-on/", text_views.signed_on, name="signed_on"),
    path("<int:pk>/changes/", text_views.changes, name="changes"),
    path("improvements/<int:pk>/", progress_views.improvement, name="improvement"),
    path("improvements/progress/<int:pk>/", progress_views.progress_file, name="progress_file"),
    path("<slug:slug>/<int:year>/improvements/", text_views.improvements, name="improvements"),
    path("<int:pk>/judge/", views.judge, name="judge"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/send-up/", views.step, {"step": Step.SENT}, name="send_up"),
    path("<int:pk>/examine/", views.step, {"step": Step.EXAMINED}, name="examine"),
    path("<int:pk>/sign/", views.step, {"step": Step.SIGNED}, name="sign"),
    path(
        "<int:pk>/examine/send-back/", signoff_views.send_back, {"step": Step.EXAMINED}, name="examine_back"
    ),
    path("<int:pk>/sign/send-back/", signoff_views.send_back, {"step": Step.SIGNED}, name="sign_back"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:slug>/<int:year>/correction/", views.start_correction, name="start_correction"),
]
