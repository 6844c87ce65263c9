"""Addresses of complaints, suggestions, evaluations and accountability, under those of supervision."""

from django.urls import path

from . import complaint_views, home_views, organ_views, register_views

urlpatterns = [
    path("", home_views.voices, name="voices"),
    path("complaints/", complaint_views.complaints, name="complaints"),
    path("complaints/enter/", complaint_views.complaint_enter, name="complaint_enter"),
    path("complaints/<int:pk>/", complaint_views.complaint, name="complaint"),
    path("complaints/<int:pk>/reveal/", complaint_views.complaint_reveal, name="complaint_reveal"),
    path("complaints/<int:pk>/files/<int:file>/", complaint_views.complaint_file, name="complaint_file"),
    path("complaints/<int:pk>/<slug:act>/", complaint_views.complaint_act, name="complaint_act"),
    path("terms/<slug:slug>/", complaint_views.voice_terms, name="voice_terms"),
    path("statements/", organ_views.statements, name="statements"),
    path("statements/<int:pk>/", organ_views.statement, name="statement"),
    path("statements/<int:pk>/reveal/", organ_views.statement_reveal, name="statement_reveal"),
    path("suggestions/", organ_views.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", organ_views.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/reveal/", organ_views.suggestion_reveal, name="suggestion_reveal"),
    path("suggestions/<int:pk>/publish/", organ_views.suggestion_publish, name="suggestion_publish"),
    path("suggestions/enter/<slug:slug>/", organ_views.suggestion_enter, name="suggestion_enter"),
    path("evaluations/", register_views.rounds, name="rounds"),
    path("evaluations/<int:pk>/", register_views.round_page, name="round"),
    path("evaluations/<int:pk>/questions/", register_views.round_questions, name="round_questions"),
    path("evaluations/new/<slug:slug>/", register_views.round_new, name="round_new"),
    path("accountability/", register_views.accountability, name="accountability"),
    path("accountability/<int:pk>/", register_views.accountability_case, name="accountability_case"),
    path("accountability/new/<slug:slug>/", register_views.accountability_new, name="accountability_new"),
]
