"""Addresses of filing, under those of annual reports."""

from django.urls import path

from . import calendar_views, office_views, views

urlpatterns = [
    path("", calendar_views.start, name="filing_start"),
    path("submit/<int:pk>/", views.submit, name="filing_submit"),
    path("receipts/<int:pk>/", views.receipt_page, name="filing_receipt"),
    path("receipts/<int:pk>/receipt.pdf", views.receipt_pdf, name="filing_receipt_pdf"),
    path("remarks/<int:pk>/answer/", views.answer, name="filing_answer"),
    path("remarks/<int:pk>/drop/", office_views.drop, name="filing_drop"),
    path("take-in/<int:pk>/", office_views.take_in, name="filing_take_in"),
    path("submissions/<int:pk>/", office_views.submission, name="filing_submission"),
    path("submissions/<int:pk>/remark/", office_views.remark, name="filing_remark"),
    path("submissions/<int:pk>/return/", office_views.give_back, name="filing_return"),
    path("submissions/<int:pk>/accept/", office_views.accept, name="filing_accept"),
    path("submissions/<int:pk>/unlock/", office_views.unlock, name="filing_unlock"),
    path("<slug:slug>/<int:year>/", calendar_views.grid, name="filing"),
    path("<slug:slug>/<int:year>/days/", calendar_views.days, name="filing_days"),
    path("<slug:slug>/<int:year>/urge/", calendar_views.urge, name="filing_urge"),
]
