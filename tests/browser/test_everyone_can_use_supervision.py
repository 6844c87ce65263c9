"""Every page of supervision: no accessibility fault, no sideways scroll on a phone, a way back."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Page, expect

from gongkai.site.supervision.assessment.models import Assessment
from gongkai.site.supervision.models import Round
from tests.browser.conftest import Opened, sign_in
from tests.cast import County
from tests.site import (
    assessed,
    briefed,
    patrols,
    pointed,
    voices,
)
from tests.site.supervision import ordered, trained


def supervised(county: County) -> None:
    """What the parts of supervision show: the same as the walk over every page finds."""
    patrols.night()
    ordered.returned_with_a_file(county)
    pointed.walked(county)
    voices.every_kind(county)
    trained.every_state(county)
    assessed.walked(county)
    briefed.issued(county)


def pages_of(page: Page, first: str, under: str) -> Iterator[str]:
    """Every kind of page that links lead to from the first, each kind once: a number or a place is any."""
    waiting, kinds = [first], set()
    while waiting:
        address = waiting.pop(0)
        kind = resolve(urlsplit(address).path).view_name
        if kind in kinds or kind in FILES:
            continue
        kinds.add(kind)
        page.goto(address)
        yield address
        found = page.locator("main a[href]").evaluate_all("links => links.map(one => one.pathname)")
        waiting += [one for one in found if one.startswith(under)]


FILES = {
    f"supervision:{name}"
    for name in (
        "order_docx",
        "order_pdf",
        "order_file",
        "complaint_file",
        "training_material",
        "training_certificate_pdf",
        "scheme_file",
        "assessment_evidence",
        "points_document",
        "points_file",
        "notice_document",
    )
}
"""Addresses that are downloaded."""
OFTEN = 40
"""At least so many kinds of pages a supervisor comes to: fewer, and the way to them is broken."""


def unusable(page: Page) -> str:
    """What is wrong with a page at 360 px, in words."""
    results = Axe().run(page)
    found = results.generate_report() if results.violations_count else ""
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + ("scrolls sideways" if wide else "")


@pytest.mark.parametrize(
    ("username", "fewest"), [("fang.zhou", OFTEN), pytest.param("lin.xiao", 25, marks=pytest.mark.slow)]
)
def test_who_supervises_and_who_is_supervised_can_use_their_pages(
    county: County, opened: Opened, username: str, fewest: int
) -> None:
    supervised(county)
    page = opened(360, bypass_csp=True)
    sign_in(page, username)
    found, seen = {}, 0
    for address in pages_of(page, "/office/supervision/", "/office/supervision/"):
        seen += 1
        words = unusable(page)
        if not page.locator("nav.breadcrumb").count() and seen > 1:
            words += "no way back"
        if words:
            found[address] = words
    assert not found
    assert seen >= fewest


def test_the_public_can_use_what_supervision_opens_to_it(county: County, opened: Opened) -> None:
    supervised(county)
    asked = Round.objects.get().pk
    told = Assessment.objects.get(published_at__isnull=False).pk
    page = opened(360, bypass_csp=True)
    found = {}
    for address in (
        "/o/wangshu/complain/",
        "/o/wangshu/suggest/",
        f"/evaluate/{asked}/",
        f"/assessment/{told}/",
    ):
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        if words := unusable(page):
            found[address] = words
    assert not found
