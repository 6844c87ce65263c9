"""Addresses of training, under those of supervision."""

from django.urls import path

from . import overview_views, paper_views, session_views, views

urlpatterns = [
    path("", views.trainings, name="trainings"),
    path("plan/<slug:slug>/<int:year>/", views.plan, name="training_plan"),
    path("new/<slug:slug>/", views.new, name="training_new"),
    path("<int:pk>/", session_views.training, name="training"),
    path("<int:pk>/edit/", views.edit, name="training_edit"),
    path("<int:pk>/call-off/", session_views.call_off, name="training_call_off"),
    path("<int:pk>/invite/", session_views.invite, name="training_invite"),
    path("<int:pk>/people/", session_views.add_person, name="training_person"),
    path("<int:pk>/answer/", session_views.answer, name="training_answer"),
    path("<int:pk>/materials/", session_views.add_material, name="training_material_add"),
    path("materials/<int:pk>/", session_views.material, name="training_material"),
    path("materials/<int:pk>/drop/", session_views.drop_material, name="training_material_drop"),
    path("<int:pk>/hold/", session_views.hold, name="training_hold"),
    path("<int:pk>/sheet/", session_views.sheet, name="training_sheet"),
    path("<int:pk>/test/", paper_views.new, name="training_test_new"),
    path("tests/<int:pk>/", paper_views.test, name="training_test"),
    path("tests/<int:pk>/start/", paper_views.start, name="training_test_start"),
    path("papers/<int:pk>/", paper_views.paper, name="training_paper"),
    path("questions/<slug:slug>/", paper_views.questions, name="training_questions"),
    path("questions/<int:pk>/retire/", paper_views.retire, name="training_question_retire"),
    path("<int:pk>/certify/", overview_views.certify, name="training_certify"),
    path("certificates/", overview_views.certificates, name="training_certificates"),
    path("certificates/<int:pk>/", overview_views.certificate, name="training_certificate"),
    path(
        "certificates/<int:pk>/certificate.pdf",
        overview_views.certificate_pdf,
        name="training_certificate_pdf",
    ),
    path("certificates/<int:pk>/revoke/", overview_views.revoke, name="training_certificate_revoke"),
    path("check/", overview_views.check, name="training_check"),
    path("overview/", overview_views.overview, name="training_overview"),
    path("rule/<slug:slug>/", overview_views.rule, name="training_rule"),
]
