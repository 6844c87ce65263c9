"""Addresses of the pages on which officers act on a case, below those of the room."""

from django.urls import path

from . import act_views, letter_views, settings_views, steps_views

urlpatterns = [
    path("approvals/", letter_views.approvals, name="approvals"),
    path("settings/<slug:slug>/", settings_views.settings_page, name="settings"),
    path("<int:pk>/acts/<str:code>/", act_views.act, name="act"),
    path("<int:pk>/steps/", steps_views.steps, name="steps"),
    path("consultations/<int:pk>/opinion/", act_views.opinion, name="opinion"),
    path("assignments/<int:pk>/finish/", act_views.assignment_finish, name="assignment_finish"),
    path("assignments/<int:pk>/chase/", act_views.assignment_chase, name="assignment_chase"),
    path("letters/<int:pk>/", letter_views.letter, name="letter"),
    path("letters/<int:pk>/file/<str:suffix>/", letter_views.letter_file, name="letter_file"),
    path("letters/<int:pk>/form/", letter_views.letter_form, name="letter_form"),
    path("letters/<int:pk>/edit/", letter_views.letter_edit, name="letter_edit"),
    path("letters/<int:pk>/approve/", letter_views.letter_approve, name="letter_approve"),
    path("letters/<int:pk>/send/", letter_views.letter_send, name="letter_send"),
    path("letters/<int:pk>/deliver/", letter_views.letter_deliver, name="letter_deliver"),
    path("letters/<int:pk>/void/", letter_views.letter_void, name="letter_void"),
]
