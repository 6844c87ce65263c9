"""Addresses of work points, under those of the room."""

from django.urls import path

from . import check_views, plan_views, proof_views, task_views

_CHECK = "self-check/<slug:slug>/<int:pk>/"

urlpatterns = [
    path("", plan_views.plan_list, name="points_plans"),
    path("new/<slug:slug>/", plan_views.new, name="points_new"),
    path("plans/<int:pk>/", plan_views.plan, name="points_plan"),
    path("plans/<int:pk>/edit/", plan_views.edit, name="points_edit"),
    path("plans/<int:pk>/drop/", plan_views.drop, name="points_drop"),
    path("plans/<int:pk>/paste/", plan_views.paste, name="points_paste"),
    path("plans/<int:pk>/add/", plan_views.add, name="points_add"),
    path("plans/<int:pk>/issue/", plan_views.issue, name="points_issue"),
    path("points/<int:pk>/", plan_views.point, name="points_point"),
    path("points/<int:pk>/remove/", plan_views.remove, name="points_remove"),
    path("points/<int:pk>/assign/", task_views.assign, name="points_assign"),
    path("tasks/", task_views.task_list, name="points_tasks"),
    path("tasks/<int:pk>/", task_views.task, name="points_task"),
    path("tasks/<int:pk>/split/", task_views.split, name="points_split"),
    path("tasks/<int:pk>/progress/", task_views.progress, name="points_progress"),
    path("tasks/<int:pk>/done/", task_views.done, name="points_done"),
    path("tasks/<int:pk>/judge/", task_views.judge, name="points_judge"),
    path("tasks/<int:pk>/day/", task_views.move_day, name="points_day"),
    path("tasks/<int:pk>/take-back/", task_views.take_back, name="points_take_back"),
    path("tasks/<int:pk>/evidence/", proof_views.add, name="points_prove"),
    path("evidence/<int:pk>/remove/", proof_views.remove, name="points_disprove"),
    path("evidence/<int:pk>/file/", proof_views.file, name="points_file"),
    path("urge/<slug:slug>/", task_views.urge, name="points_urge"),
    path("gaps/<slug:slug>/<int:year>/", check_views.gaps, name="points_gaps"),
    path(_CHECK, check_views.page, name="points_check"),
    path(f"{_CHECK}text/", check_views.write, name="points_write"),
    path(f"{_CHECK}send/", check_views.send, name="points_send"),
    path(f"{_CHECK}attest/", check_views.attest, name="points_attest"),
    path(f"{_CHECK}publish/", check_views.publish, name="points_publish"),
    path(f"{_CHECK}<slug:kind>/", check_views.file, name="points_document"),
]
