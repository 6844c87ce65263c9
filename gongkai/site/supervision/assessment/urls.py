"""Addresses of assessment, under those of supervision."""

from django.urls import path

from . import scheme_views, score_views, views

urlpatterns = [
    path("", views.start, name="assessments"),
    path("new/", views.prepare, name="assessment_new"),
    path("simulate/", scheme_views.simulate, name="simulate"),
    path("schemes/", scheme_views.scheme_list, name="schemes"),
    path("schemes/<int:pk>/", scheme_views.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", scheme_views.edit, name="scheme_edit"),
    path("schemes/<int:pk>/rows/", scheme_views.rows, name="scheme_rows"),
    path("schemes/<int:pk>/file/", scheme_views.file, name="scheme_file"),
    path("schemes/<int:pk>/copy/", scheme_views.copy, name="scheme_copy"),
    path("schemes/<int:pk>/enact/", scheme_views.enact, name="scheme_enact"),
    path("schemes/<int:pk>/drop/", scheme_views.drop, name="scheme_drop"),
    path("schemes/new/<slug:slug>/", scheme_views.new, name="scheme_new"),
    path("years/<slug:slug>/", views.years, name="assessment_years"),
    path("scores/<int:pk>/", score_views.score, name="score"),
    path("scores/<int:pk>/mark/<str:code>/", score_views.mark, name="score_mark"),
    path("scores/<int:pk>/self/<str:code>/", score_views.assess_self, name="score_self"),
    path("scores/<int:pk>/hand-in/", score_views.hand_in, name="score_hand_in"),
    path("scores/<int:pk>/appeal/<str:code>/", score_views.appeal, name="score_appeal"),
    path("appeals/<int:pk>/", score_views.answer, name="appeal_answer"),
    path("evidence/<int:pk>/", score_views.evidence, name="assessment_evidence"),
    path("<int:pk>/", views.assessment, name="assessment"),
    path("<int:pk>/appeals/", views.appeals, name="assessment_appeals"),
    path("<int:pk>/self/", views.open_self, name="assessment_self"),
    path("<int:pk>/compute/", views.compute, name="assessment_compute"),
    path("<int:pk>/notify/", views.notify, name="assessment_notify"),
    path("<int:pk>/finalise/", views.finalise, name="assessment_finalise"),
    path("<int:pk>/publish/", views.publish, name="assessment_publish"),
    path("<int:pk>/discard/", views.discard, name="assessment_discard"),
]
