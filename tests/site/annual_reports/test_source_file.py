"""The file as it was handed in: a download, never a page."""

import pytest

from gongkai.annual_report import kinds
from tests.annual_report.build import sample_report
from tests.cast import browser
from tests.site import reports


@pytest.fixture
def source(county):
    page = kinds.writer("html")(sample_report(preface="<script>alert(1)</script>"))
    return reports.kept(county.wangshu, county.lin, page, "望舒镇 年报.html")


def test_it_is_a_download_that_no_browser_shows(county, source):
    answer = browser(county.lin).get(f"/office/reports/files/{source.pk}/")
    with source.file.open() as file:
        assert b"".join(answer.streaming_content) == file.read()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%9C%9B")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["lin", "zhou", "fang"])
def test_officers_of_the_organ_and_the_supervisor_read_it(county, source, who):
    answer = browser(getattr(county, who)).get(f"/office/reports/files/{source.pk}/")
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("who", ["ye", "gu", "cheng", "an", "shen"])
def test_a_foreign_organ_and_administrators_do_not(county, source, who):
    assert browser(getattr(county, who)).get(f"/office/reports/files/{source.pk}/").status_code == 403


def test_it_has_no_public_address(county, source, client):
    assert client.get(f"/{source.file.name}").status_code == 404
    assert client.get(f"/media/{source.file.name}").status_code == 404
    assert "sign-in" in client.get(f"/office/reports/files/{source.pk}/")["Location"]
