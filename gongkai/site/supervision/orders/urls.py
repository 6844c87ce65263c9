"""Addresses of orders, under those of the room."""

from django.urls import path

from . import act_views, scan_views, views

urlpatterns = [
    path("", views.order_list, name="orders"),
    path("new/", views.choose, name="order_choose"),
    path("new/<slug:slug>/", views.new, name="order_new"),
    path("urge/", act_views.urge, name="order_urge"),
    path("scans/", scan_views.scan_list, name="scans"),
    path("scans/<int:pk>/", scan_views.scan, name="scan"),
    path("<int:pk>/", views.order_page, name="order"),
    path("<int:pk>/notice.docx", views.paper, {"kind": "docx"}, name="order_docx"),
    path("<int:pk>/notice.pdf", views.paper, {"kind": "pdf"}, name="order_pdf"),
    path("<int:pk>/files/<int:file>/", views.proof, name="order_file"),
    path("<int:pk>/answer/", act_views.answer, name="order_answer"),
    path("<int:pk>/look/", act_views.look, name="order_look"),
    path("<int:pk>/look/<int:finding>/", act_views.look_by_hand, name="order_look_by_hand"),
    path("<int:pk>/return/", act_views.give_back, name="order_return"),
    path("<int:pk>/close/", act_views.close, name="order_close"),
    path("<int:pk>/cancel/", act_views.cancel, name="order_cancel"),
    path("<int:pk>/due/", act_views.set_due, name="order_due"),
]
