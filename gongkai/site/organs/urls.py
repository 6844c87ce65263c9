"""Addresses of the room in the office."""

from django.urls import path

from . import calendar_views, register_views, structure_views, views

app_name = "organs"

urlpatterns = [
    path("", views.organ_list, name="list"),
    path("<slug:slug>/", views.organ_page, name="organ"),
    path("<slug:slug>/contact/", views.edit_contact, name="contact"),
    path("<slug:slug>/rename/", views.rename, name="rename"),
    path("<slug:slug>/site/", structure_views.site, name="site"),
    path("<slug:slug>/establish/", structure_views.establish, name="establish"),
    path("<slug:slug>/move/", structure_views.move, name="move"),
    path("<slug:slug>/dissolve/", structure_views.dissolve, name="dissolve"),
    path("<slug:slug>/competent/", structure_views.competent_office, name="competent"),
    path("<slug:slug>/appoint/", views.appoint, name="appoint"),
    path("<slug:slug>/delegate/", views.delegate, name="delegate"),
    path("delegations/<int:pk>/end/", views.end_delegation, name="end_delegation"),
    path("<slug:slug>/registers/", register_views.register_page, name="registers"),
    path("members/<int:pk>/end/", register_views.end_member, name="end_member"),
    path("<slug:slug>/calendar/", calendar_views.calendar_page, name="calendar"),
    path("<slug:slug>/calendar/load/", calendar_views.load, name="calendar_load"),
    path("calendar/days/<int:pk>/revoke/", calendar_views.revoke_day, name="calendar_day"),
    path("calendar/notices/<int:pk>/revoke/", calendar_views.revoke_notice, name="calendar_notice"),
    path("calendar/changes/<int:pk>/", calendar_views.change_page, name="calendar_change"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
]
