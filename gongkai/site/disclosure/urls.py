"""Addresses of the room, below /office/items/. An item has one number, here and at /i/<number>/."""

from django.urls import path

from . import count_views, gate_views, register_views, views

app_name = "disclosure"

urlpatterns = [
    path("", views.item_list, name="list"),
    path("new/<slug:slug>/", views.new, name="new"),
    path("columns/<slug:slug>/", register_views.columns, name="columns"),
    path("guide/<slug:slug>/", register_views.guide_page, name="guide"),
    path("is-normative/", register_views.is_normative, name="is_normative"),
    path("normative/<slug:slug>/", register_views.normative, name="normative"),
    path("withheld/<slug:slug>/", register_views.withheld, name="withheld"),
    path("adoptions/<slug:slug>/", register_views.adoptions, name="adoptions"),
    path("counts/<slug:slug>/<int:year>/", count_views.counts_page, name="counts"),
    path("counts/<slug:slug>/<int:year>/file/", count_views.counts_file, name="counts_file"),
    path("import/<slug:slug>/", register_views.import_file, name="import"),
    path("imports/<int:pk>/", register_views.import_plan, name="import_plan"),
    path("<int:pk>/", views.item_page, name="item"),
    path("<int:pk>/v<int:number>/", views.item_page, name="version"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/attach/", views.attach, name="attach"),
    path("<int:pk>/detach/", views.detach, name="detach"),
    path("<int:pk>/v<int:number>/files/<int:file>/", views.attachment, name="attachment"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/leaks/", gate_views.leak_reasons, name="leaks"),
    path("<int:pk>/consult/", gate_views.consult, name="consult"),
    path("consultations/<int:pk>/", gate_views.answer, name="answer"),
    path("<int:pk>/review/", views.review, name="review"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/schedule/", views.schedule, name="schedule"),
    path("<int:pk>/channel/", views.channel, name="channel"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/revise/", views.revise, name="revise"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/repeal/", views.repeal, name="repeal"),
    path("<int:pk>/reexamine/", views.reexamine, name="reexamine"),
    path("<int:pk>/interprets/", views.interprets, name="interprets"),
]
