"""Addresses of patrol, under those of supervision."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.overview, name="patrol"),
    path("hits/", views.hit_list, name="patrol_hits"),
    path("checks/", views.check_list, name="patrol_checks"),
    path("checks/<str:code>/", views.check_page, name="patrol_check"),
    path("columns/<int:pk>/", views.column_page, name="patrol_column"),
    path("links/", views.link_list, name="patrol_links"),
    path("runs/", views.run_list, name="patrol_runs"),
    path("runs/<int:pk>/", views.run_page, name="patrol_run"),
    path("organs/<slug:slug>/", views.organ_page, name="patrol_organ"),
    path("organs/<slug:slug>/figures/<str:code>/", views.figure_page, name="patrol_figure"),
]
