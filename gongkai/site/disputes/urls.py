"""Addresses of the room, under /office/disputes/."""

from django.urls import path

from . import act_views, table_views, views

app_name = "disputes"
urlpatterns = [
    path("", views.dispute_list, name="list"),
    path("new/<slug:slug>/", views.new, name="new"),
    path("table/<slug:slug>/<int:year>/", table_views.table_page, name="table"),
    path("counting/<slug:slug>/", table_views.counting_page, name="counting"),
    path("<int:pk>/", views.dispute_page, name="dispute"),
    path("<int:pk>/reply/", act_views.reply, name="reply"),
    path("<int:pk>/instance/", act_views.instance, name="instance"),
    path("<int:pk>/hearing/", act_views.hearing, name="hearing"),
    path("<int:pk>/conclude/", act_views.conclude, name="conclude"),
    path("<int:pk>/reopen/", act_views.reopen, name="reopen"),
    path("<int:pk>/redo/", act_views.redo, name="redo"),
    path("<int:pk>/correct/", act_views.correct, name="correct"),
    path("<int:pk>/void/", act_views.void, name="void"),
    path("<int:pk>/reveal/", act_views.reveal, name="reveal"),
    path("<int:pk>/files/", act_views.add_file, name="add_file"),
    path("<int:pk>/files/<int:file>/", act_views.read_file, name="file"),
]
