"""Addresses of the portal: a stable contract (design, section 5)."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path
from django.views.decorators.http import require_safe

from . import (
    apply,
    assessments,
    following,
    items,
    machines,
    office,
    open_data,
    pictures,
    questions,
    search,
    views,
)

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("display/", views.set_display, name="display"),
    path("o/", views.organ_list, name="organs"),
    path("o/<slug:slug>/", views.organ_page, name="organ"),
    path("o/<slug:slug>/guide/", items.guide_page, name="guide"),
    path("o/<slug:slug>/rules/", items.rules, name="rules"),
    path("o/<slug:slug>/catalogue/", items.catalogue, name="catalogue"),
    path("o/<slug:slug>/catalogue/matters/", items.matters, name="matters"),
    path("o/<slug:slug>/catalogue/<int:pk>/", items.column_page, name="column"),
    path("o/<slug:slug>/reports/", views.report_list, name="report_list"),
    path("o/<slug:slug>/reports/<int:year>/", views.report_page, name="report"),
    path("o/<slug:slug>/reports/<int:year>/v<int:number>/", views.report_page, name="report_version"),
    path("o/<slug:slug>/reports/<int:year>/v<int:number>/picture/", pictures.page, name="picture"),
    path("o/<slug:slug>/reports/<int:year>/v<int:number>/picture/pdf/", pictures.file, name="picture_file"),
    path("o/<slug:slug>/reports/<int:year>/v<int:number>/<slug:kind>/", views.download, name="download"),
    path("o/<slug:slug>/questions/", questions.question_list, name="questions"),
    path("o/<slug:slug>/questions/ask/", questions.ask, name="ask"),
    path("o/<slug:slug>/apply/", apply.explanation, name="apply"),
    path("o/<slug:slug>/apply/sheet.docx", apply.sheet_file, name="apply_sheet"),
    path("o/<slug:slug>/apply/form/", apply.apply_for_information, name="apply_form"),
    path("o/<slug:slug>/apply/records/", apply.apply_for_correction, name="apply_records"),
    path("follow/", following.follow, name="follow"),
    path("follow/file/", following.file, name="follow_file"),
    path("questions/follow/", questions.follow, name="follow_question"),
    path("search/", search.search, name="search"),
    path("i/<int:pk>/", items.item_page, name="item"),
    path("i/<int:pk>/v<int:number>/", items.item_page, name="item_version"),
    path("i/<int:pk>/sheet/", items.sheet, name="sheet"),
    path("i/<int:pk>/qr.svg", items.square, name="square"),
    path("i/<int:pk>/v<int:number>/files/<int:file>/", items.attachment, name="attachment"),
    path("i/<int:pk>/v<int:number>/files/<int:file>/page/", items.twin, name="twin"),
    path("assessment/<int:pk>/", assessments.page, name="assessment"),
    path("data/", open_data.page, name="data"),
    path("data/<str:name>", open_data.file, name="data_file"),
    path("feeds/<slug:slug>.atom", require_safe(machines.NewestFeed()), name="feed"),
    path("feeds/<slug:slug>/<int:pk>.atom", require_safe(machines.NewestFeed()), name="column_feed"),
    path(
        "sitemap.xml",
        require_safe(sitemaps.index),
        {"sitemaps": machines.SITEMAPS, "sitemap_url_name": "portal:sitemap_part"},
        name="sitemap",
    ),
    path(
        "sitemap-<slug:section>.xml",
        require_safe(sitemaps.sitemap),
        {"sitemaps": machines.SITEMAPS},
        name="sitemap_part",
    ),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("office/", office.today_page, name="today"),
    path("office/ledger/", office.ledger_page, name="ledger"),
]
