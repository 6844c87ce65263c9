"""Addresses of 研判."""

from django.urls import path

from . import notice_views, views

urlpatterns = [
    path("", views.home, name="briefing"),
    path("commitments/", views.commitments, name="commitments"),
    path("notices/", notice_views.notice_list, name="notices"),
    path("notices/new/<slug:slug>/", notice_views.new, name="new_notice"),
    path("notices/<int:pk>/", notice_views.notice, name="notice"),
    path("notices/<int:pk>/notice.docx", notice_views.document, name="notice_document"),
    path("passages/<int:pk>/", notice_views.passage, name="passage"),
    path("readings/<int:pk>/", notice_views.read, name="read_notice"),
    path("figures/<str:code>/<slug:slug>/", views.figure, name="figure"),
    path("problems/<slug:slug>/<int:year>/", views.suggestions, name="problems"),
    path("<slug:slug>/<int:year>/", views.minute, name="minute"),
]
