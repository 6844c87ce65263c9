"""Addresses of the totals, under /office/reports/totals/; their names are those of the room."""

from django.urls import path

from . import acting_views, cell_views, views

urlpatterns = [
    path("", views.index, name="totals"),
    path("gathered/<int:pk>/", acting_views.gathered, name="gathered"),
    path("inclusions/<int:pk>/revoke/", acting_views.revoke, name="inclusion_revoke"),
    path("<slug:slug>/<int:year>/", views.total_page, name="total"),
    path("<slug:slug>/<int:year>/organs/", views.organ_list, name="total_organs"),
    path("<slug:slug>/<int:year>/check/", cell_views.check, name="total_check"),
    path("<slug:slug>/<int:year>/cells/<str:cell>/", cell_views.cell_page, name="total_cell"),
    path("<slug:slug>/<int:year>/gather/", acting_views.gather, name="gather"),
    path("<slug:slug>/<int:year>/include/", acting_views.include, name="include"),
]
